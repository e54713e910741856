"""The words of the example program: customers, products, evidence, goals, themes and entries. All are invented."""

from __future__ import annotations

REPS = (
    "Carla Mendes", "Oskar Holm", "Nadia Farouk", "Ben Whitlock", "Yuki Tanabe", "Sofie Kramer", "Luis Aranda",
    "Grace Adeyemi", "Piotr Zielak", "Hanna Voss",
)  # fmt: skip
STAGES = ("Qualification", "Needs Analysis", "Proposal/Price Quote", "Proposal/Price Quote", "Negotiation/Review")
NEXT_STEPS = (
    "Send joint quote", "Security review with their IT", "Reference call", "Demo with partner engineer",
    "Legal has the draft", "Waiting for budget round", "Workshop in their office", "",
)  # fmt: skip
PRODUCTS = (
    "Managed Cluster", "Object Storage", "Edge Nodes", "Backup Vault", "Data Gateway", "Private Region", "Batch Compute",
    "Stream Bus", "Observability Pack", "Migration Package",
)  # fmt: skip
COUNTRIES = (
    "Germany", "Sweden", "Netherlands", "United Kingdom", "Portugal", "Denmark", "United States", "France", "Norway",
    "Spain", "Poland", "Ireland",
)  # fmt: skip
INDUSTRIES = ("Manufacturing", "Retail", "Healthcare", "Financial services", "Logistics", "Public sector", "Energy")
CUSTOMER_STEMS = (
    "Alderwick", "Ambleton", "Arkenfell", "Ashgrove Hill", "Bannerdale", "Barrowmere", "Beckhythe", "Birkholt",
    "Blackmoor Vale", "Bramwith", "Brackenby", "Cairnsea", "Calderstone", "Carrowdale", "Cindermoor", "Copperhythe",
    "Corrieburn", "Cragmere", "Dalewick", "Deepwell", "Dunmarrow", "Eastmarsh", "Elderfen", "Embercote", "Fairhollow",
    "Fallowby", "Fennimoor", "Ferrisdale", "Foxholt", "Garrowby", "Gilderbeck", "Glassford Mere", "Goldacre",
    "Grangewick", "Hallowmere", "Harkness Bay", "Hazelfirth", "Heronsgate", "Highmarsh", "Hollinbeck", "Inverlea",
    "Ironbridge Row", "Ivymoor", "Kelderwick", "Kestonby", "Kirkhollow", "Lambfold", "Larchmont Vale", "Lindenfell",
    "Lowmarch", "Mallowdale", "Marlhythe", "Merrowby", "Millhaven Row", "Mossgill", "Netherby Sound", "Nightwell",
    "Oakhurst Vale", "Orchardleigh", "Osmundby", "Otterholt", "Pebblewick", "Pendlemoor", "Quarrydale", "Ravensholt",
    "Redfern Hill", "Rookmere", "Rushwick", "Saltfleet Row", "Sandholme", "Seabrook Fell", "Silverhythe", "Skelderby",
    "Stonecroft", "Stormhaven", "Sunderwick", "Tallowmere", "Tarnfield", "Thistledown", "Thornbury Vale", "Tidewater Row",
    "Umberly", "Valefirth", "Wainwick", "Westerfold", "Whitcombe Bay", "Willowhythe", "Windermoor", "Wolfsdale",
    "Yarrowby",
)  # fmt: skip
CUSTOMER_ENDS = (
    ("Foods", "Food"), ("Logistics", "Logistics"), ("Insurance Group", "Financial services"), ("Mills", "Manufacturing"),
    ("Health", "Healthcare"), ("Energy", "Energy"), ("Stores", "Retail"), ("Marine", "Logistics"), ("Holdings", ""),
    ("Savings", "Financial services"), ("Instruments", "Manufacturing"), ("Council", "Public sector"), ("Group", ""),
)  # fmt: skip
EVIDENCE = {
    "h1": (
        "No joint customers are named.",
        "Both sides say they want to sell together; no list, no owner.",
        "Joint account list agreed with an owner each; first offers planned.",
        "Joint selling is funded for the year; first deals are in the pipeline.",
        "Deals close every month; the joint margin stands in both budgets.",
    ),
    "h2": (
        "Nothing is said about what either side wants to learn.",
        "Better integration is mentioned in the minutes, without a plan.",
        "A plan for the connector with owner and date is signed off.",
        "Engineers of both sides are assigned; the first release is in test.",
        "The joint product is live and customers have renewed on it.",
    ),
    "h3": (
        "No talk about later years.",
        "An idea was noted after the last strategic review.",
        "A study of a new market has an owner and a delivery date.",
        "A pilot in a new market has budget on both sides and has begun.",
        "The pilot in the new market has paying customers.",
    ),
}
GOALS = (
    "Win mid-size manufacturers together", "Cut onboarding of joint customers to two weeks", "Publish the certified connector",
    "Enter the Iberian market", "Raise renewal of joint customers", "Build a shared reference architecture",
    "Train the field teams of both sides", "Reach the public sector through one framework contract",
    "Lower the cost of joint support", "Show one price list to customers", "Publish joint case studies",
    "Share the roadmap two quarters ahead",
)  # fmt: skip
REWORDED = (
    "Grow with mid-size industry accounts", "Bring joint customers live within ten working days", "Have the connector certified",
    "Open Spain and Portugal", "Keep joint customers longer", "One architecture both sides recommend",
    "Enable both sales teams", "Sell to public bodies under one framework",
    "Make joint support cheaper", "One list of prices for joint offers", "Tell the joint success stories",
    "Know each other's plans half a year before",
)  # fmt: skip
OTHER_GOALS = (
    "Reduce our own marketing spend", "Become the preferred vendor of their largest client", "Get early access to their beta",
    "Move their workloads to our platform", "Win their services contract", "Protect our direct accounts",
    "Keep our price freedom", "Raise our margin on services",
)  # fmt: skip
THEME_WORK = (
    "Connector release", "Single sign-on", "Usage metering", "Partner portal", "Joint price list", "Support handover",
    "Event stream", "Sandbox for pilots", "Data residency", "Migration kit", "Security review", "Field training",
    "Reference architecture", "Marketplace listing", "Webinar series", "Alert routing", "Audit export", "Terraform module",
    "Demo environment", "Customer advisory board",
)  # fmt: skip
THEME_STEP = ("design", "first release", "second release", "rollout", "hardening", "documentation", "pilot", "review")
THEME_NOTES = ("", "", "", "depends on their release train", "moved once", "small team", "asked for by three customers")
ENTRIES = {
    ("contribution", "financial"): ("Marketing fund for the quarter", "Discount granted on joint deals", "Event sponsorship"),
    ("contribution", "strategic"): ("Seat in the advisory board", "Introduction to two reference customers", "Roadmap preview"),
    ("contribution", "operational"): ("Solution engineers on joint deals", "Support desk hours", "Test environment kept up"),
    ("return", "financial"): ("Margin on deals closed together", "Referral fees", "Services revenue from joint customers"),
    ("return", "strategic"): ("New logos in a market not reached before", "Product insight from joint pilots", "Joint reference won"),
    ("return", "operational"): ("Tickets taken over by the partner", "Faster onboarding of customers", "Shared training material"),
}  # fmt: skip
