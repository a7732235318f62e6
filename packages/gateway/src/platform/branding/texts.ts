import { nearestName } from '../values/edit-distance.ts'
import type { Report } from './report.ts'

/**
 * Texts with placeholders in braces, by the name of the mail or page and the name of the text. One that is empty is not
 * there unless somebody writes it.
 */
export type Catalogue = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Replaced texts, in the form of the catalogue; what is not in it is as the catalogue says. */
export type Wording = Catalogue

/** Placeholders that every replaced text may have. */
const EVERYWHERE = ['app_name']

/** The names of what has to fit into a line of an inbox or a window: `subject`, `title_refused`, `sign-in.title`. */
const HEADING = /^subject$|(?:^|\.)title/
const LONGEST_HEADING = 150
const LONGEST_TEXT = 2000

/**
 * Checks what somebody has written for texts of the catalogue, and reports each that is wrong. A text has to keep every
 * placeholder of the one that it replaces: a mail about a security matter that does not name the account or the time is
 * of no use to its reader. Links and codes are no part of a text, so none can be left out.
 */
export function checkWording(given: unknown, catalogue: Catalogue, report: Report): Wording {
  if (given === undefined) return {}
  if (!isRecord(given)) {
    report(['texts'], 'must be an object: the names of mails and pages, each with its texts')
    return {}
  }
  const wording: Record<string, Record<string, string>> = {}
  for (const [place, texts] of Object.entries(given)) {
    const key = ['texts', place]
    const defaults = Object.hasOwn(catalogue, place) ? catalogue[place] : undefined
    if (!defaults) report(key, `is not the name of a mail or page${didYouMean(place, Object.keys(catalogue))}`)
    else if (!isRecord(texts)) report(key, 'must be an object: the names of texts, each with its words')
    else {
      const known = Object.entries(texts).filter((entry): entry is [string, string] =>
        isRight([...key, entry[0]], entry[1], defaults, report),
      )
      wording[place] = Object.fromEntries(known)
    }
  }
  return wording
}

function isRight(
  key: readonly string[],
  text: unknown,
  defaults: Readonly<Record<string, string>>,
  report: Report,
): text is string {
  const name = key.at(-1) ?? ''
  const replaced = Object.hasOwn(defaults, name) ? defaults[name] : undefined
  if (replaced === undefined) {
    const names = Object.keys(defaults)
    report(key, `is not a text of it: ${names.join(', ')}${didYouMean(name, names)}`)
    return false
  }
  const most = HEADING.test(name) ? LONGEST_HEADING : LONGEST_TEXT
  if (!isLine(text, most)) {
    report(key, `must be a text of 1 to ${most} characters on one line`)
    return false
  }
  const needed = holesIn(replaced)
  const used = holesIn(text)
  for (const hole of needed.difference(used)) report(key, `must contain {${hole}}`)
  const allowed = [...needed, ...EVERYWHERE]
  for (const hole of used)
    if (!allowed.includes(hole))
      report(key, `has the placeholder {${shown(hole)}}, but may only have {${allowed.join('}, {')}}`)
  if (/[{}]/.test(text.replaceAll(/\{[^{}]*\}/g, ''))) report(key, 'has a brace that belongs to no placeholder')
  return true
}

/** ` Did you mean …?`, if one of the names is near. */
export function didYouMean(typed: string, names: readonly string[]): string {
  const name = nearestName(typed, names)
  return name === undefined ? '' : `. Did you mean ${name}?`
}

/** The names in the placeholders of a text: `by` and `account` of `{by} removed you from {account}`. */
export type Holes<Text extends string> = Text extends `${string}{${infer Hole}}${infer Rest}`
  ? Hole | Holes<Rest>
  : never

/** The words of a text, and the values between them: `words` has one more. */
export function fill<Value>(text: string, values: Readonly<Record<string, Value>>) {
  const parts = text.split(/\{([^{}]*)\}/)
  const holes = parts.filter((_, index) => index % 2 === 1)
  return {
    words: parts.filter((_, index) => index % 2 === 0),
    values: holes.map((hole): Value => {
      const value = values[hole]
      if (value === undefined) throw new Error(`a text has the placeholder {${hole}}, for which there is no value`)
      return value
    }),
  }
}

function holesIn(text: string): Set<string> {
  return new Set(Array.from(text.matchAll(/\{([^{}]*)\}/g), ([, hole = '']) => hole))
}

/** One line that can be seen: no control characters, none that are invisible or reorder what follows. */
export function isLine(text: unknown, most: number): text is string {
  if (typeof text !== 'string' || text.trim() === '' || text.length > most) return false
  return !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u.test(text)
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A name that somebody has typed, short enough for a message. */
export function shown(name: string): string {
  return JSON.stringify(name.slice(0, 60)).slice(1, -1)
}
