/** What came of each cell of a matrix, printed as one table an operation: its calls down, what befell them across. */
export class MatrixTables {
  readonly #tables = new Map<string, Map<string, Map<string, string>>>();

  constructor(private readonly columns: readonly string[]) {}

  /** The rows of a table in the order in which they are to be printed. */
  plan(table: string, rows: readonly string[]): void {
    const known = this.#tables.get(table);
    this.#tables.set(table, new Map(rows.map((row) => [row, known?.get(row) ?? new Map<string, string>()])));
  }

  note(table: string, row: string, column: string, outcome: string): void {
    const rows = this.#tables.get(table) ?? new Map<string, Map<string, string>>();
    const cells = rows.get(row) ?? new Map<string, string>();
    this.#tables.set(table, rows.set(row, cells.set(column, outcome)));
  }

  toString(): string {
    return [...this.#tables]
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([title, rows]) => {
        const width = Math.max(title.length, ...[...rows.keys()].map((row) => row.length));
        const line = (first: string, cells: readonly string[]) =>
          `${first.padEnd(width)}${cells.map((cell) => `  ${cell.padEnd(14)}`).join("")}`.trimEnd();
        const body = [...rows].map(([row, cells]) =>
          line(
            row,
            this.columns.map((column) => cells.get(column) ?? "–"),
          ),
        );
        return ["", line(title, this.columns), ...body, ""].join("\n");
      })
      .join("");
  }
}
