import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSessions } from './sessions.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'quiva-sessions-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const url = 'https://gateway.example.com'
const signIn = { authToken: 'a1', refreshToken: 'r1', email: 'ada@example.com', account: 'acme' }

test('sign-ins that are stored at the same time are all kept, and nothing else stays in the folder', async () => {
  const urls = Array.from({ length: 20 }, (_, index) => `https://gateway${index}.example.com`)
  // Each with its own, as separate processes have.
  await Promise.all(urls.map((one) => createSessions(folder).save(one, signIn)))
  for (const one of urls) expect(await createSessions(folder).read(one)).toMatchObject(signIn)
  expect(await readdir(folder)).toEqual(['session.json'])
})

test('a renewed pair replaces only the pair that it was exchanged for', async () => {
  const sessions = createSessions(folder)
  await sessions.save(url, signIn)
  await sessions.renew(url, signIn, { authToken: 'a2', refreshToken: 'r2' })
  await sessions.renew(url, signIn, { authToken: 'late', refreshToken: 'late' })
  expect(await sessions.read(url)).toMatchObject({ authToken: 'a2', refreshToken: 'r2', account: 'acme' })

  expect(await sessions.remove(url)).toMatchObject({ authToken: 'a2' })
  await sessions.renew(url, { authToken: 'a2', refreshToken: 'r2' }, { authToken: 'a3', refreshToken: 'r3' })
  expect(await sessions.read(url)).toBeUndefined()
})

test('a new sign-in has an id of its own, which renewals keep', async () => {
  const sessions = createSessions(folder)
  await sessions.save(url, signIn)
  const first = await sessions.read(url)
  await sessions.renew(url, signIn, { authToken: 'a2', refreshToken: 'r2' })
  expect((await sessions.read(url))?.id).toBe(first?.id)
  await sessions.save(url, signIn)
  expect((await sessions.read(url))?.id).not.toBe(first?.id)
})

test('a lock that a killed process left behind does not last', async () => {
  const lock = path.join(folder, 'session.json.lock')
  await writeFile(lock, '')
  const past = new Date(Date.now() - 60_000)
  await utimes(lock, past, past)
  await createSessions(folder).save(url, signIn)
  expect(await readdir(folder)).toEqual(['session.json'])
})

test('a damaged file is named and left as it is', async () => {
  const file = path.join(folder, 'session.json')
  for (const text of ['{', '{"version":1,"sessions":{"x":{}}}', '{"version":2,"sessions":{}}', 'null']) {
    await writeFile(file, text)
    await expect(createSessions(folder).save(url, signIn)).rejects.toThrow(`${file} is damaged`)
    expect(await readFile(file, 'utf8')).toBe(text)
  }
})
