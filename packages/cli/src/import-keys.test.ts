import { createHash, createHmac, randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfirmation } from '../../client/test/mails.ts'
import { type RunningGateway, startGateway } from '../test/gateway.ts'
import { createPerson, type Person } from '../test/quiva.ts'

type Problem = { row: number; name: string; code: string; message: string }
type Imported = { imported: number; existing: number; skipped: number; refused: number; problems: Problem[] }
type Key = { id: string; name: string; start: string; disabled: boolean; expires_on: string; tags: string[] }

/** Shapes of real exports: docs/moving-here.md says where each is from. */
const exported = (name: string) => fileURLToPath(new URL(`../test/exports/${name}`, import.meta.url))
const email = 'ada@example.com'
const password = 'correct-Horse7'
let gateway: RunningGateway
let ada: Person
beforeAll(async () => {
  gateway = await startGateway({ VERIFY_ANY_ACCOUNT: 'true' })
  ada = await createPerson(gateway.url)
  const env = { QUIVA_PASSWORD: password }
  await ada.json(['signup', '--account', 'acme', '--email', email], { env })
  await ada.json(['confirm', (await readConfirmation(gateway.dataDir, email)).code])
  await ada.json(['login', '--email', email], { env })
})
afterAll(async () => {
  await ada.remove()
  await gateway.stop()
})

const verify = (key: string, query = '') => fetch(`${gateway.url}/verify?${query}`, { headers: { 'x-api-key': key } })
const listed = async (name: string) =>
  (await ada.json<Key[]>(['keys', 'list', '--search', name])).find((key) => key.name === name)

test('keys of better-auth go on working with their limits, permissions and metadata, and importing again changes nothing', async () => {
  const args = ['keys', 'import', exported('better-auth.json'), '--from', 'better-auth', '--permissions-as-scopes']
  const trial = await ada.json<Imported>([...args, '--dry-run'])
  expect(trial).toMatchObject({ dry_run: true, imported: 2, existing: 0, refused: 0 })
  const acme = 'acme_nvNlixJwppRoKeNDudxlhWHhIShEyASLSDnWIYztzbTCttXExttZXSVpUksapQJN'
  const plain = 'VtjKJjBwDzSVZfwpenCofrUgQidXSPfProoDDwQLNonNTqmzoItLCRzdpizaFISy'
  expect((await verify(acme)).status).toBe(401)
  const { code, stdout, stderr } = await ada.quiva([...args, '--tag', 'moved'])
  expect([code, stdout]).toEqual([0, '2 imported, 0 there already, 0 skipped, 0 refused\n'])
  // The one without expiry lives as long as any key may.
  expect(stderr).toContain('1 of them expire sooner than there')
  const answer = await verify(acme, 'scope=files:write&metadata=plan,seats,nested,reference_id')
  expect([answer.status, answer.headers.get('x-quiva-metadata')]).toEqual([
    200,
    'plan=pro&seats=5&nested=%7B%22a%22%3A1%7D&reference_id=YaKRcyjDpHeUO5hgx0LnCLt49BVFb2A1',
  ])
  expect(answer.headers.get('ratelimit-policy')).toBe('"key";q=100;w=60, "quota";q=1000;w=86400')
  expect((await verify(acme, 'scope=users:write')).status).toBe(403)
  expect((await verify(plain)).status).toBe(200)
  expect(await listed('acme corp')).toMatchObject({
    start: 'acme_n',
    tags: ['moved'],
    expires_on: '2027-09-25T20:12:28.000Z',
  })
  expect(await ada.json<Imported>(args)).toMatchObject({ imported: 0, existing: 2, refused: 0 })
})

test('rows of the table of Unkey: deleted keys are skipped, disabled ones stay so, and no limit is lost unsaid', async () => {
  const args = ['keys', 'import', exported('unkey-keys.csv'), '--from', 'unkey', '--scope', 'orders:read']
  const { code, stdout, stderr } = await ada.quiva(args)
  expect([code, stdout]).toEqual([1, '2 imported, 0 there already, 1 skipped, 1 refused\n'])
  expect(stderr).toContain('row 3: it has 12 uses left and no refill')
  expect(stderr).toContain('one key was not imported')
  const key = 'sk_live_3ZgN9sQvXb2Jm7TdKpWcRy'
  const answer = await verify(key, 'scope=orders:read&metadata=external_id,unkey_id')
  expect([answer.status, answer.headers.get('x-quiva-metadata')]).toEqual([
    200,
    'external_id=user_42&unkey_id=key_2cGKbMxRyIzhCxo1Idjz8q',
  ])
  expect(await listed('switched "off", for now')).toMatchObject({ disabled: true, start: 'sk_live_8hLw' })
  expect((await verify('sk_live_8hLwYfGqE4uCxVnA1tBzPo')).status).toBe(401)
  const again = await ada.json<Imported>([...args, '--ignore-limits'])
  expect(again).toMatchObject({ imported: 1, existing: 2, skipped: 1, refused: 0 })
  expect((await verify('sk_test_5MkDrJiS6eHvNaUy9cQwXg', 'environment=test')).status).toBe(200)
})

test("answers of Unkey's API have no hashes: recoverable keys are hashed here, the others are named", async () => {
  const { stdout, code } = await ada.quiva(['keys', 'import', exported('unkey-api.json'), '--from', 'unkey', '--json'])
  const { imported, existing, problems } = JSON.parse(stdout)
  // The same key as in the table above.
  expect([code, imported, existing]).toEqual([1, 0, 1])
  expect(problems).toEqual([
    {
      row: 2,
      name: 'not recoverable',
      code: 'unusable_row',
      message: expect.stringContaining('neither hash nor plaintext'),
    },
  ])
})

test('a table of your own: each row that is refused is named with its reason, and the others are imported', async () => {
  const args = ['keys', 'import', exported('own.csv'), '--from', 'csv']
  const { stdout, code } = await ada.quiva([...args, '--json'])
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ imported: 0, existing: 2, refused: 2 })
  expect(JSON.parse(stdout).problems).toMatchObject([
    { row: 3, name: 'too many words', code: 'invalid_request', message: expect.stringContaining('scopes/0 must be') },
    { row: 4, name: 'no hash', code: 'unusable_row', message: 'it needs either hash or key' },
  ])
})

test('what the gateway refuses as malformed is left out, and the rest of the thousand is imported', async () => {
  const rows = Array.from({ length: 1203 }, (_, index) => ({
    name: `many ${index}`,
    hash: createHash('sha256').update(randomBytes(20)).digest('hex'),
    ...(index === 700 && { last_4_characters: 'abcde' }),
    ...(index === 701 && { tags: 'UPPER' }),
  }))
  const file = path.join(ada.folder, 'many.jsonl')
  await writeFile(file, rows.map((row) => JSON.stringify(row)).join('\n'))
  const { code, stdout, stderr } = await ada.quiva(['keys', 'import', file, '--from', 'csv'])
  expect([code, stdout]).toEqual([1, '1201 imported, 0 there already, 0 skipped, 2 refused\n'])
  expect(stderr).toContain('1000 of 1203 keys\n1203 of 1203 keys\n')
  expect(stderr).toMatch(/row 701 \(many 700\): last_4_characters must/)
  expect(stderr).toMatch(/row 702 \(many 701\): tags/)
})

test('hashes under HMAC need the secret, which comes from a file and shows up nowhere', async () => {
  const key = `hm_${randomBytes(20).toString('hex')}`
  const secret = 'pepper-of-the-old-system'
  const hash = createHmac('sha256', secret).update(key).digest('hex')
  await writeFile(path.join(ada.folder, 'hmac.csv'), `name,hash\nhmac,${hash}\n`)
  await writeFile(path.join(ada.folder, 'pepper'), `${secret}\n`)
  const args = ['keys', 'import', 'hmac.csv', '--from', 'csv', '--hmac-secret-file', 'pepper']
  const { code, stdout, stderr } = await ada.quiva(args)
  expect([code, stdout + stderr]).toEqual([0, expect.not.stringContaining(secret)])
  expect((await verify(key)).status).toBe(200)
  expect(gateway.log()).not.toContain(secret)
})

test.each([
  ['a,b\n1\n', 'row 1 has 1 fields'],
  ['name,hash\n"open,1\n', 'a quotation mark has no end'],
  ['{"a":1}\nnot json\n', 'row 2 is no JSON object'],
  ['', 'has no rows'],
  ['name,hash,colour\na,b,c\n', 'the column colour is not known'],
])('a file that cannot be read says where: %j', async (content, message) => {
  await writeFile(path.join(ada.folder, 'broken'), content)
  const { code, stderr } = await ada.quiva(['keys', 'import', 'broken', '--from', 'csv'])
  expect([code, stderr]).toEqual([1, expect.stringContaining(message)])
})
