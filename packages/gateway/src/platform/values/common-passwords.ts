/** With so many digits and symbols around it, a word still counts as the word of the list: `Sunshine2024!`. */
const MOST_AROUND = 6

/** Characters that users type in place of letters. */
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
 * Whether a password is one of the 49,000 most common ones (from @zxcvbn-ts/language-common, ordered by how often they
 * were found in breaches), or one of these as users change it to satisfy a rule: with capitals, with digits and symbols
 * around it, with symbols for letters. `password` is in NFKC.
 */
export async function isCommonPassword(password: string): Promise<boolean> {
  list ??= readList()
  const common = await list
  return undressed(password.toLowerCase()).some((word) => common.has(word))
}

/** Loaded when the first new password is checked: it costs 40 ms and some megabytes. */
async function readList(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set([...dictionary['passwords-common'], ...OF_THIS_SERVICE])
}

/** The words that a password may be made from: itself, without symbols around it, and without digits around it too. */
function undressed(password: string): string[] {
  const forms = [password, shed(password, /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu), shed(password, /^\P{L}+|\P{L}+$/gu)]
  const near = forms.filter((form) => form !== '' && [...password].length - [...form].length <= MOST_AROUND)
  return near.flatMap((form) => [form, spelled(form, 'l'), spelled(form, 'i')])
}

function shed(text: string, around: RegExp): string {
  return text.replace(around, '')
}

/** Puts letters back where symbols and digits stand for them; a 1 may be an l or an i. */
function spelled(text: string, one: 'l' | 'i'): string {
  return [...text].map((character) => (character === '1' ? one : (LETTERS_FOR[character] ?? character))).join('')
}
