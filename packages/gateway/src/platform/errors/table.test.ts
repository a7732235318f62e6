import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { errorTable } from './table.ts'

test('docs/errors.md has each code with its status, and no other', async () => {
  const page = await readFile(new URL('../../../../../docs/errors.md', import.meta.url), 'utf8')
  const documented = [...page.matchAll(/^\| `([a-z_]+)` \| (\d{3}) \| (.+) \| (.+) \|$/gm)].map(([, code, status]) => [
    code,
    Number(status),
  ])
  const known = Object.entries(errorTable).map(([code, { status }]) => [code, status])
  expect(documented.toSorted()).toEqual(known.toSorted())
})

test.each(Object.entries(errorTable))(
  '%s is a failure with a short text and advice in whole sentences',
  (_code, entry) => {
    expect(entry.status).toBeGreaterThanOrEqual(400)
    expect(entry.status).toBeLessThan(600)
    expect(entry.error).toMatch(/^[A-Z][^.]{2,39}$/)
    expect(entry.message).toMatch(/^[A-Z].+[.]$/)
  },
)
