import { describe, expect, test } from 'vitest'
import { fitTable } from './fit.ts'
import { table } from './output.ts'

const ROWS = [
  ['ID', 'NAME', 'STATE', ''],
  ['key_01kc9f3m8e7q1v5t2x4y6z8a0b', 'a name that is quite long for a key', 'never', 'replaced by somebody else'],
  ['key_01kc9f3m8e7q1v5t2x4y6z8a0c', 'ci', 'never', ''],
]
const widest = (text: string) => Math.max(...text.split('\n').map((line) => [...line].length))

describe('a table', () => {
  test('is cut nowhere without a width, and where there is room', () => {
    expect(fitTable(ROWS, undefined, [1, 3])).toBe(table(ROWS))
    expect(fitTable(ROWS, 200, [1, 3])).toBe(table(ROWS))
  })

  test('fits every width from 20 on, and always shows the whole id', () => {
    for (let width = 20; width <= 120; width += 1) {
      const text = fitTable(ROWS, width, [1, 3])
      expect(widest(text)).toBeLessThanOrEqual(width)
      for (const id of ['key_01kc9f3m8e7q1v5t2x4y6z8a0b', 'key_01kc9f3m8e7q1v5t2x4y6z8a0c'])
        expect(text.replaceAll(/\n +/g, '')).toContain(id)
    }
  })

  test('cuts the widest columns first', () => {
    const [, first, second] = fitTable(ROWS, 85, [1, 3]).split('\n')
    expect(first).toMatch(/^key_01kc9f3m8e7q1v5t2x4y6z8a0b {2}a name that is .*… {2}never {2}replaced by .*…?$/)
    expect(second).toMatch(/^key_01kc9f3m8e7q1v5t2x4y6z8a0c {2}ci +never$/)
  })

  test('becomes blocks where it cannot fit, without empty texts', () => {
    expect(fitTable(ROWS, 40, [1, 3]).split('\n\n')[1]).toBe(
      ['ID     key_01kc9f3m8e7q1v5t2x4y6z8a0c', 'NAME   ci', 'STATE  never'].join('\n'),
    )
  })

  test('shows no control characters, cut or not', () => {
    for (const width of [undefined, 60, 12])
      expect(fitTable([['NAME'], ['\u001b[2J'.repeat(9)]], width, [0])).not.toContain('\u001b')
  })
})
