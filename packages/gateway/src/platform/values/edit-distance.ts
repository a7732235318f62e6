/**
 * The number of edits between two texts: insert, delete, replace, swap neighbours (optimal string alignment). More than
 * `most` is not counted to its end.
 */
export function editDistance(one: string, other: string, most: number): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1]
      const best = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (isSame ? 0 : 1))
      const isSwap = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      current.push(isSwap ? Math.min(best, at(beforeLast, column - 2) + 1) : best)
    }
    if (Math.min(...last, ...current) > most) return Number.POSITIVE_INFINITY
    beforeLast = last
    last = current
  }
  return at(last, other.length)
}

/** The name that was probably meant: the nearest, if at most every third letter of it differs. */
export function nearestName(typed: string, names: readonly string[]): string | undefined {
  const near = names.flatMap((name) => {
    const most = Math.max(1, Math.floor(name.length / 3))
    const distance = editDistance(typed, name, most)
    return distance <= most ? [{ name, distance }] : []
  })
  return near.toSorted((one, other) => one.distance - other.distance)[0]?.name
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY
