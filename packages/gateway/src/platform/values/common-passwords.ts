/** A word is still the one of the list with so many digits and symbols around it: `Sunshine2024!`. */
const MOST_AROUND = 6

/** What users put for letters. */
const LETTERS_FOR: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '8': 'b',
  '3': 'e',
  '6': 'g',
  '1': 'l',
  '!': 'i',
  '|': 'l',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
  '+': 't',
}

/** Words that everybody tries first at this service (NIST SP 800-63B §3.1.1.2, context-specific words). */
const OF_THIS_SERVICE = ['quiva', 'gateway', 'quivaai', 'quivagateway']

let list: Promise<ReadonlySet<string>> | undefined

/**
 * Whether a password is one of the 49,000 most common ones (from @zxcvbn-ts/language-common, in the order of how often
 * they were found in breaches), or one of them as users dress it up to meet a rule: with capitals, with digits and
 * symbols around it, with symbols for letters. `password` is in NFKC.
 */
export async function isCommonPassword(password: string): Promise<boolean> {
  list ??= readList()
  const common = await list
  return undressed(password.toLowerCase()).some((word) => common.has(word))
}

/** Loaded with the first new password: it costs 40 ms and some megabytes. */
async function readList(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set([...dictionary['passwords-common'], ...OF_THIS_SERVICE])
}

/** What may be meant by a password: itself, and what is left of it without its symbols, and without digits too. */
function undressed(password: string): string[] {
  const forms = [password, shed(password, /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu), shed(password, /^\P{L}+|\P{L}+$/gu)]
  const near = forms.filter((form) => form !== '' && [...password].length - [...form].length <= MOST_AROUND)
  return near.flatMap((form) => [form, spelled(form, 'l'), spelled(form, 'i')])
}

function shed(text: string, around: RegExp): string {
  return text.replace(around, '')
}

/** With letters where symbols and digits stand for them; a 1 is an l or an i. */
function spelled(text: string, one: 'l' | 'i'): string {
  return [...text].map((character) => (character === '1' ? one : (LETTERS_FOR[character] ?? character))).join('')
}
