import { editDistance } from '../values/edit-distance.ts'

/** Variables of the command line. The gateway may be started in a shell in which they are set. */
const OF_THE_COMMAND_LINE = /^QUIVA_(API_URL|API_KEY|PROFILE|PASSWORD|NEW_PASSWORD|MFA_CODE)$/

/**
 * Records which variables are read, so that there is no second list of them; `misspelt` then names the variables that
 * are not among them but look like one.
 */
export function watchNames(given: Record<string, string | undefined>) {
  const known = new Set<string>()
  const environment = new Proxy(given, {
    get(target, name: string) {
      known.add(name)
      return target[name]
    },
  })
  return {
    environment,
    misspelt: (): string[] =>
      Object.keys(given).flatMap((name) => {
        const meant = known.has(name) ? undefined : findMeant(name, given[name], known)
        return meant === undefined ? [] : [`${name} is not a variable of the gateway. Did you mean ${meant}?`]
      }),
  }
}

/**
 * Variables that Kubernetes and Docker set for a service, such as `QUIVA_PORT=tcp://10.0.0.1:80` for one named quiva.
 */
const OF_A_SERVICE = /_SERVICE_(HOST|PORT)(_\w+)?$|_PORT(_\d+_(TCP|UDP)(_\w+)?)?$/

function findMeant(name: string, value: string | undefined, known: ReadonlySet<string>): string | undefined {
  if (OF_THE_COMMAND_LINE.test(name)) return undefined
  if (OF_A_SERVICE.test(name) && (!name.endsWith('_PORT') || /^(tcp|udp):/.test(value ?? ''))) return undefined
  const bare = name.replace(/^QUIVA_/, '')
  if (bare !== name && known.has(bare)) return bare
  return [...known].find((one) => isNearly(bare, one))
}

/**
 * Whether `typed` is probably a misspelt `known`: one letter missing, added or wrong, or two letters swapped; in longer
 * names two such mistakes, within one of the words. Short names without an underscore are ignored, since HOST and POST
 * may both be meant; so are names in which a whole word differs, such as DATABASE_SSL.
 */
function isNearly(typed: string, known: string): boolean {
  if (!known.includes('_')) return false
  const most = known.length >= 10 ? 2 : 1
  if (Math.abs(typed.length - known.length) > most || editDistance(typed, known, most) > most) return false
  const [words, meant] = [typed.split('_'), known.split('_')]
  return words.length !== meant.length || words.every((word, index) => sharesMost(word, meant[index] ?? ''))
}

/** Whether more than half of the letters are the same: true for FROM and FORM, false for SSL and URL. */
function sharesMost(word: string, meant: string): boolean {
  const half = Math.max(word.length, meant.length) / 2
  return editDistance(word, meant, half) < half
}
