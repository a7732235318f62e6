import { randomInt } from 'node:crypto'
import { keyedHash } from '../../../platform/crypto/hashing.ts'
import { readTypedCode } from '../../../platform/crypto/typed-code.ts'

/** RFC 8628, §6.1: no vowels, so that no code is a word, and nothing that reads like a digit. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ'
const LENGTH = 8

/** A new code, such as `WDJB-MJHT`: 34.5 random bits. */
export function newUserCode(): string {
  const letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return formatUserCode(letters)
}

function formatUserCode(letters: string): string {
  return `${letters.slice(0, LENGTH / 2)}-${letters.slice(LENGTH / 2)}`
}

const IS_CODE = new RegExp(`^[${LETTERS}]{${LENGTH}}$`)

/** The code that somebody typed, in whatever case and with whatever dashes; undefined if it cannot be one. */
export function readUserCode(typed: string): string | undefined {
  const letters = readTypedCode(typed).toUpperCase()
  return IS_CODE.test(letters) ? formatUserCode(letters) : undefined
}

/** How a code is stored and looked up. */
export const hashUserCode = (hashKey: Buffer, code: string): string => keyedHash(hashKey, `device ${code}`)
