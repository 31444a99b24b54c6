// Conversations to read: an ordinary one, and one that tries everything that text can try.

export const ordinary = [
  ["system", "You are a patient gardener. Answer briefly."],
  ["user", "My tomato plants have yellow leaves at the bottom, the top looks fine. What is going on?\n\nThey stand in pots on a balcony that faces south, and I water them every evening."],
  ["assistant", "Yellow leaves that start at the bottom usually mean one of two things:\n\n1. Too little nitrogen. The plant moves it from old leaves to new growth, so the oldest leaves pale first.\n2. Too much water. In a pot the roots sit wet overnight and can't breathe.\n\nPut a finger two knuckles deep into the soil before you water. If it feels damp, wait. If it is dry and the leaves still pale, feed them with a tomato fertiliser once a week.\n\nOne or two yellow leaves near the soil are normal in late summer. Pinch them off."],
  ["user", "The soil is damp. How often should I water then?"],
  ["tool", "{\n  \"place\": \"Ljubljana\",\n  \"days\": [\n    { \"date\": \"2025-07-14\", \"high\": 31, \"rain_mm\": 0 },\n    { \"date\": \"2025-07-15\", \"high\": 27, \"rain_mm\": 12 }\n  ]\n}"],
  ["assistant", "Water in the morning rather than the evening, and only when the top three centimetres are dry. In this week's heat that is every day or two; after Tuesday's rain skip a day.\n\nWhen you water, do it until some runs out at the bottom, then empty the saucer."],
];

const arabic =
  "مرحبا\n\n- أولاً\n- ثانياً\n\n> اقتباس\n\n1. واحد\n2. اثنان\n\n| الاسم | القيمة |\n|---|---|\n| أ | 1 |\n\n" +
  "> [!NOTE]\n> ملاحظة\n\n- [ ] مهمة\n\nشرح.[^1] انظر https://example.com/a/b\n\n[^1]: حاشية";
const mixed = "- one\n- two\n\nשלום\n\n- React: ספרייה לבניית ממשקים\n- Only English words here\n- שלום";

export const rightToLeft = [["user", arabic], ["assistant", mixed]];

export const hostile = [
  ["user", "<script>window.owned = 1</script>"],
  ["assistant", "<img src=x onerror=\"window.owned = 2\"><svg onload=\"window.owned = 3\"></svg>"],
  ["user", "</article></section><h1>Not a headline</h1><style>body{display:none}</style>"],
  ["assistant", `${"Donaudampfschifffahrt".repeat(40)}\n${"=".repeat(900)}\nhttps://example.com/${"a/".repeat(300)}`],
  ["tool", `\t\t| ${"column | ".repeat(90)}`],
  ["user", "\u202eright to left override\u202c and \u200bzero width, then العربية وعبرית mixed"],
  ["assistant", "javascript:window.owned=4 data:text/html,<script>window.owned=5</script> {{constructor.constructor('window.owned=6')()}}"],
];

export const hostileName = `<img src=x onerror="window.owned = 7"> & "${"long".repeat(40)}"`;
