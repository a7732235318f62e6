import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeNewSecretFile } from './secret-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'quiva-secret-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('makes the file and its folder for their owner alone, whatever the umask', () => {
  const file = path.join(folder, 'data', 'operator.nk')
  const umask = process.umask(0)
  try {
    writeNewSecretFile(file, 'secret\n')
  } finally {
    process.umask(umask)
  }
  expect(readFileSync(file, 'utf8')).toBe('secret\n')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700)
})

test('never writes over a file that is there', () => {
  const file = path.join(folder, 'master.key')
  writeNewSecretFile(file, 'first')
  expect(() => writeNewSecretFile(file, 'second')).toThrow('EEXIST')
  expect(readFileSync(file, 'utf8')).toBe('first')
})
