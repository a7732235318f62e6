import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { removeAbandoned, writeWholeFile } from './whole-file.ts'

// A process that is killed while it writes a file leaves it half.
it('removes temporary files that nobody writes any more, and nothing else', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'whole-file-'))
  const old = new Date(Date.now() - 2 * 3_600_000)
  await writeWholeFile(directory, 'mail.eml', 'whole')
  const [left, beingWritten] = ['.0123456789abcdef.tmp', '.fedcba9876543210.tmp']
  for (const name of [left, beingWritten, 'notes.tmp', '.hidden']) await writeFile(path.join(directory, name), 'half')
  for (const name of [left, 'mail.eml', 'notes.tmp', '.hidden']) await utimes(path.join(directory, name), old, old)
  await removeAbandoned(directory)
  expect((await readdir(directory)).sort()).toEqual([beingWritten, '.hidden', 'mail.eml', 'notes.tmp'].sort())
  await removeAbandoned(path.join(directory, 'not there'))
  await rm(directory, { recursive: true })
})
