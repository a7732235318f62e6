import { expect, test } from 'vitest'
import { createOutput } from './output.ts'
import { noteRevocation, type Revocation } from './revocation.ts'

function noted(revocation: Revocation | undefined, asJson = false): string {
  let text = ''
  const stderr = {
    write(written: string) {
      text += written
    },
  }
  noteRevocation(revocation, createOutput({ stdout: stderr, stderr }, asJson))
  return text
}

test('a change that took something away says when that holds everywhere, and others say nothing of it', () => {
  expect(noted({ confirmed: true, holders: 3, took_ms: 3.2 })).toBe('Revoked everywhere: 3 holders, 4 ms\n')
  const by = '2026-11-29T20:00:02.100Z'
  expect(noted({ confirmed: false, holders: 1, took_ms: 3000, by })).toBe(
    `Not confirmed by every gateway yet. None of them accepts it after ${by}\n`,
  )
  expect(noted(undefined)).toBe('')
  expect(noted({ confirmed: true, holders: 1, took_ms: 0 }, true)).toBe('')
})
