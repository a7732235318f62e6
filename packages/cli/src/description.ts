import { InvalidArgumentError } from 'commander'

type Value = string | number | boolean
export type Metadata = Record<string, Value>

/** What the options of `keys issue` and `keys update` say; `false` (`--no-tag`, `--no-metadata`) takes all away. */
export type DescriptionOptions = { tag?: string[] | false; metadata?: Metadata | false }

/** `plan=pro`; given several times, they add up. `before` is false where `--no-metadata` came first. */
export function collectMetadata(text: string, before: Metadata | false | undefined): Metadata {
  const [, name, value] = /^([A-Za-z0-9_.-]{1,40})=(.*)$/s.exec(text) ?? []
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError('It must be <name>=<value>, such as plan=pro.')
  return Object.fromEntries([...Object.entries(before || {}), [name, parseValue(value)]])
}

/** A number, true and false are what they say, unless they stand in double quotes. All else is text. */
function parseValue(text: string): Value {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'string' || typeof value === 'boolean') return value
    // A long number would lose its last digits.
    if (typeof value === 'number' && String(value) === text) return value
  } catch {}
  return text
}

/** The members of a request: only those that an option was given for; null takes all away. */
export function descriptionToSet({ tag, metadata }: DescriptionOptions) {
  return {
    ...(tag !== undefined && { tags: tag || null }),
    ...(metadata !== undefined && { metadata: metadata || null }),
  }
}
