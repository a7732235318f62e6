import { invalid } from '../errors/refusal.ts'

const LONGEST_NAME = 100

/** Checks the name of a user: up to 100 characters of one line, trimmed; `required` ones not empty. */
export function parseUserName(typed: string, path: string, { required }: { required: boolean }): string {
  const name = typed.trim()
  const length = [...name].length
  const least = required ? 1 : 0
  if (length < least || length > LONGEST_NAME) throw invalid(path, `must have ${least} to ${LONGEST_NAME} characters`)
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name)) throw invalid(path, 'must not contain control characters')
  return name
}
