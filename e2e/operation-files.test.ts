import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { operatorTable, policyTable } from '../packages/gateway/src/access/policy-table.ts'

const source = fileURLToPath(new URL('../packages/gateway/src/', import.meta.url))

/** Some have several rows in the table: `updateUser`, and `updateUser:factors`. */
const operationIds = [...Object.keys(policyTable).filter((id) => !id.includes(':')), ...operatorTable]

describe('the files of operations', () => {
  /** Each file in a folder `operations`, but tests. */
  let files: string[]
  beforeAll(async () => {
    const all = (await readdir(source, { recursive: true })).filter((file) => /(?<!\.test)\.ts$/.test(file))
    files = all.filter((file) => path.basename(path.dirname(file)) === 'operations')
  })

  it('are one for each operation, named after its operationId, and nothing else lies with them', () => {
    const wanted = operationIds.map((id) => `${kebabCase(id)}.ts`)
    expect(files.map((file) => path.basename(file)).sort()).toEqual(wanted.sort())
  })

  it('export a function with the name of the operation', async () => {
    const texts = await Promise.all(files.map((file) => readFile(path.join(source, file), 'utf8')))
    const lacking = files.filter((file, index) => {
      const id = operationIds.find((one) => `${kebabCase(one)}.ts` === path.basename(file))
      return !texts[index]?.includes(`export function ${id}(`)
    })
    expect(lacking).toEqual([])
  })

  it.each([
    ['issueApiKey', 'issue-api-key'],
    ['removeOAuthLink', 'remove-oauth-link'],
    ['getUserMfaInfo', 'get-user-mfa-info'],
  ])('write %s as %s', (id, expected) => {
    expect(kebabCase(id)).toBe(expected)
  })
})

function kebabCase(id: string): string {
  return id.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()
}
