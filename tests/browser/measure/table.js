// Figures as lines of a table: the median and the quartiles of all rounds, and whether the goal is met.

export const row = (name, figures, { goal, digits = 0 } = {}) => ({ name, figures, goal, digits });
export const ratio = (name, figures) => row(name, figures, { digits: 2 });

export function table(title, columns, rows) {
  const width = Math.max(...rows.map(({ name }) => name.length)) + 2;
  console.log(`\n${title.padEnd(width)}${columns.map((column) => column.padStart(12)).join("")}`);
  for (const { name, figures, goal, digits } of rows) {
    const [low, median, high] = quartiles(figures);
    const cells = [median, low, high].map((figure) => figure.toFixed(digits).padStart(12)).join("");
    const verdict = goal === undefined ? "" : `   goal ${goal}: ${median.toFixed(digits) <= goal ? "met" : "MISSED"}`;
    console.log(`${name.padEnd(width)}${cells}${verdict}`);
  }
}

function quartiles(figures) {
  const sorted = [...figures].sort((a, b) => a - b);
  return [0.25, 0.5, 0.75].map((part) => sorted[Math.floor((sorted.length - 1) * part)]);
}
