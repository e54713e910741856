"""The CRM of the example program: customers, deals, the plan and what the partnerships cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from examples.months import LAST, TODAY, between, chance, day_in, key, months, shift
from examples.story import Sales, Story
from examples.words import COUNTRIES, CUSTOMER_ENDS, CUSTOMER_STEMS, INDUSTRIES, NEXT_STEPS, PRODUCTS, REPS, STAGES

SEASON = (0.90, 0.94, 1.08, 0.94, 0.98, 1.10, 0.94, 0.88, 1.06, 1.00, 1.04, 1.14)
CREDIT = 0.3
SALESFORCE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"


@dataclass(frozen=True)
class Deal:
    """One deal as either CRM knows it."""

    id: str
    name: str
    account: dict[str, str]
    stage: str
    amount: float
    created: date
    closes: date
    owner: str
    partner: str
    role: str
    partner_owner: str
    next_step: str


def salesforce_id(prefix: str, *topic: object) -> str:
    """Make an id of fifteen characters as Salesforce writes them in reports."""
    draw = chance("id", *topic)
    return prefix + "5Q00000" + "".join(draw.choice(SALESFORCE_LETTERS) for _ in range(5))


def customers() -> list[dict[str, str]]:
    """Invent the customers."""
    found = []
    for number, stem in enumerate(CUSTOMER_STEMS):
        draw = chance("customer", stem)
        end, industry = draw.choice(CUSTOMER_ENDS)
        name = f"{stem} {end}"
        found.append(
            {
                "id": salesforce_id("001", name),
                "hubspot_id": str(7_410_200_000 + 137 * number),
                "name": name,
                "website": f"https://www.{name.lower().replace(' ', '-').replace('&', 'and')}.example",
                "industry": industry or draw.choice(INDUSTRIES),
                "country": draw.choice(COUNTRIES),
                "owner": draw.choice(REPS),
            }
        )
    return found


CUSTOMERS = customers()


def planned(sales: Sales, month: date) -> int:
    """Give the plan of a month, as finance wrote it before the year began."""
    year = {2024: 0.84, 2025: 0.91, 2026: 1.0, 2027: 1.07}[month.year]
    return round(sales.plan * year * SEASON[month.month - 1] / 100) * 100


def earned(story: Story, sales: Sales, month: date) -> float:
    """Give what the won deals of a month come to, influenced ones at their share."""
    years = ((month.year - LAST.year) * 12 + month.month - LAST.month) / 12
    noise = 1 + chance(story.name, "revenue", month).uniform(-0.035, 0.035)
    usual = sales.revenue * (1 + sales.growth) ** years * SEASON[month.month - 1]
    return usual * noise * sales.swings.get(key(month), 1.0)


def split(total: float, parts: int, *topic: object) -> list[int]:
    """Split an amount into deals of uneven size, in steps of fifty dollars."""
    draw = chance("split", *topic)
    weights = [draw.uniform(0.6, 1.6) for _ in range(parts)]
    amounts = [round(total * weight / sum(weights) / 50) * 50 for weight in weights[:-1]]
    return [*amounts, round((total - sum(amounts)) / 50) * 50]


def deal(story: Story, month: date, amount: float, role: str, stage: str, number: int) -> Deal:
    """Make one deal of a story: with whom, about what, when it came up and when it closes."""
    draw = chance(story.name, "deal", month, role, stage, number)
    account = draw.choice(CUSTOMERS)
    closes = day_in(month, draw.randint(2, 27))
    came_up = min(closes - timedelta(days=draw.randint(110, 260)), LAST + timedelta(days=draw.randint(-60, 24)))
    title = f"{account['name']} – {draw.choice(PRODUCTS)}"
    return Deal(
        id=salesforce_id("006", story.name, month, role, stage, number),
        name=f"{title} {draw.choice(('', '', 'phase 2', 'renewal', 'pilot', f'{closes.year}'))}".strip(),
        account=account,
        stage=stage,
        amount=amount,
        created=max(came_up, story.started + timedelta(days=draw.randint(3, 20))),
        closes=closes,
        owner=draw.choice(REPS),
        partner=story.name,
        role=role,
        partner_owner=draw.choice(story.contacts) if draw.random() < 0.8 else "",
        next_step=draw.choice(NEXT_STEPS) if not stage.startswith("Closed") else "",
    )


def won(story: Story, sales: Sales, month: date) -> list[Deal]:
    """Make the deals won in a month: those the partner brought and those it helped with."""
    revenue = earned(story, sales, month)
    brought, helped = revenue * sales.sourced, revenue * (1 - sales.sourced) / CREDIT
    found = []
    for role, total, size in (("Sourced", brought, sales.size), ("Influenced", helped, sales.size * 1.7)):
        if total >= 50:
            amounts = split(total, max(1, round(total / size)), story.name, month, role)
            found += [deal(story, month, amount, role, "Closed Won", n) for n, amount in enumerate(amounts) if amount]
    return found


def lost(story: Story, sales: Sales, month: date) -> list[Deal]:
    """Make the deals lost in a month: about as much as the pipeline held beyond what was won."""
    face = earned(story, sales, month) * (sales.sourced + (1 - sales.sourced) / CREDIT)
    total = max(sales.open * planned(sales, month) / sales.plan * 1.25 - face, sales.size)
    amounts = split(total, max(1, round(total / sales.size / 1.5)), story.name, month, "lost")
    return [deal(story, month, amount, "Sourced", "Closed Lost", n) for n, amount in enumerate(amounts) if amount]


def open_deals(story: Story, sales: Sales, month: date) -> list[Deal]:
    """Make the deals that are still open and close in a coming month."""
    total = sales.open * planned(sales, month) / sales.plan
    amounts = split(total, max(1, round(total / sales.size / 1.4)), story.name, month, "open")
    draw = chance(story.name, "open", month)
    stages = [draw.choice(STAGES) for _ in amounts]
    pairs = zip(amounts, stages, strict=True)
    found = [
        deal(story, month, amount, draw.choice(("Sourced", "Sourced", "Influenced")), stage, n)
        for n, (amount, stage) in enumerate(pairs)
        if amount
    ]
    return [settled(each) for each in found]


def settled(deal: Deal) -> Deal:
    """Close a deal whose day has passed since the month ended: every third one is won."""
    if deal.closes >= TODAY:
        return deal
    return replace(deal, stage="Closed Won" if chance(deal.id).random() < 0.33 else "Closed Lost", next_step="")


def first_month(story: Story) -> date:
    """Give the first month in which deals of a partnership can close."""
    return max(months()[0], shift(story.started.replace(day=1), 2))


def deals(story: Story) -> list[Deal]:
    """Make all deals of a story."""
    sales = story.sales
    if sales is None:
        return []
    past = months(first_month(story))
    closed = [each for month in past for each in (*won(story, sales, month), *lost(story, sales, month))]
    ahead = months(shift(LAST, 1), shift(LAST, 6))
    return closed + [each for month in ahead for each in open_deals(story, sales, month)]


def direct_deals() -> list[Deal]:
    """Make deals of the company's own sales team: they name no partner."""
    nobody = Story("", "", "", "", date(2020, 1, 1), "", ("", ""), ("",), (1, 1, 1, 1), 1)
    found = []
    for month in months(LAST.replace(year=2025, month=5), shift(LAST, 3)):
        draw = chance("direct", month)
        for number in range(draw.randint(5, 9)):
            stage = draw.choice(STAGES if month > LAST else ("Closed Won", "Closed Lost", "Closed Lost"))
            found.append(deal(nobody, month, draw.randint(80, 1400) * 50, "", stage, number))
    return found


def plan_and_cost(story: Story) -> tuple[list[tuple[date, int]], list[tuple[date, int]]]:
    """Give the plan by month into next year, and the costs by month until now."""
    if story.sales is None:
        return [], []
    first = first_month(story)
    plan = [(month, planned(story.sales, month)) for month in months(first, date(2027, 6, 1))]
    cost = []
    for month in months(first) if story.sales.cost else ():
        wages = between((0.86, 1.0), month)
        noise = 1 + chance(story.name, "cost", month).uniform(-0.06, 0.06)
        cost.append((month, round(story.sales.cost * wages * noise / 10) * 10))
    return plan, cost
