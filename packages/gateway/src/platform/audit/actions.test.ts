import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { auditActions } from './actions.ts'

test('docs/audit-log.md explains each action, and no other', async () => {
  const page = await readFile(new URL('../../../../../docs/audit-log.md', import.meta.url), 'utf8')
  const explained = [...page.matchAll(/^\| `([a-z_]+\.[a-z_]+)` \|/gm)].map(([, action]) => action)
  expect(explained).toEqual([...auditActions])
})

test('each action is named once', () => {
  expect(new Set(auditActions).size).toBe(auditActions.length)
})
