/** Texts with placeholders in braces, by the name of the mail and the name of the text. */
export type Catalogue = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Replaced texts, in the form of the catalogue; what is not in it is as the catalogue says. */
export type Wording = Catalogue

/** Placeholders that every replaced text may have. */
const EVERYWHERE = ['app_name']

const LONGEST_SUBJECT = 150
const LONGEST_TEXT = 2000

/**
 * Checks what somebody has written for texts of the catalogue; adds a line to `problems` for each that is wrong. A text
 * has to keep every placeholder of the one that it replaces: a mail about a security matter that does not name the
 * account or the time is of no use to its reader. Links and codes are no part of a text, so none can be left out.
 */
export function checkWording(given: unknown, catalogue: Catalogue, problems: string[]): Wording {
  if (given === undefined) return {}
  if (!isRecord(given)) {
    problems.push('texts must be an object: the names of mails, each with its texts')
    return {}
  }
  for (const [mail, texts] of Object.entries(given)) {
    const defaults = Object.hasOwn(catalogue, mail) ? catalogue[mail] : undefined
    if (!defaults) problems.push(`texts.${shown(mail)} is not the name of a mail`)
    else if (!isRecord(texts)) problems.push(`texts.${mail} must be an object: the names of texts, each with its words`)
    else for (const [name, text] of Object.entries(texts)) checkText(mail, name, text, defaults, problems)
  }
  // Where something is wrong, the gateway does not start.
  return problems.length > 0 ? {} : (given as Wording)
}

function checkText(
  mail: string,
  name: string,
  text: unknown,
  defaults: Readonly<Record<string, string>>,
  problems: string[],
): void {
  const key = `texts.${mail}.${shown(name)}`
  const replaced = Object.hasOwn(defaults, name) ? defaults[name] : undefined
  if (replaced === undefined) {
    problems.push(`${key} is not a text of this mail, which has ${Object.keys(defaults).join(', ')}`)
    return
  }
  const most = name === 'subject' ? LONGEST_SUBJECT : LONGEST_TEXT
  if (!isLine(text, most)) {
    problems.push(`${key} must be a text of 1 to ${most} characters on one line`)
    return
  }
  const needed = holesIn(replaced)
  const used = holesIn(text)
  for (const hole of needed.difference(used)) problems.push(`${key} must contain {${hole}}`)
  const allowed = [...needed, ...EVERYWHERE]
  for (const hole of used)
    if (!allowed.includes(hole))
      problems.push(`${key} has the placeholder {${shown(hole)}}, but may only have {${allowed.join('}, {')}}`)
  if (/[{}]/.test(text.replaceAll(/\{[^{}]*\}/g, '')))
    problems.push(`${key} has a brace that belongs to no placeholder`)
}

/** The words of a text, and the values between them: `words` has one more. */
export function fill(text: string, values: Readonly<Record<string, string>>): { words: string[]; values: string[] } {
  const parts = text.split(/\{([^{}]*)\}/)
  const holes = parts.filter((_, index) => index % 2 === 1)
  return {
    words: parts.filter((_, index) => index % 2 === 0),
    values: holes.map((hole) => {
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
