from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ecosystem', '0001_initial'),
        ('identity', '0003_member_invitations'),
        ('partnerships', '0002_invitations_guests_and_joint_texts'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='peerlink',
            constraint=models.CheckConstraint(condition=models.Q(('left', models.F('right')), _negated=True), name='peer_link_of_two_partners'),
        ),
    ]
