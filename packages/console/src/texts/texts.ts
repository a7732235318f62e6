import { setupI18n } from '@lingui/core'
import type account from './en/account.ts'
import type audit from './en/audit.ts'
import type billing from './en/billing.ts'
import type bus from './en/bus.ts'
import common from './en/common.ts'
import type device from './en/device.ts'
import type embed from './en/embed.ts'
import type keys from './en/keys.ts'
import type members from './en/members.ts'
import type operator from './en/operator.ts'
import type overview from './en/overview.ts'
import type signIn from './en/sign-in.ts'
import type verifiers from './en/verifiers.ts'
import type webhooks from './en/webhooks.ts'
import type you from './en/you.ts'
import { chooseFormat, chooseLocale } from './locale.ts'

/** The catalogues: one for each area of screens, loaded with the first of them, and `common` with the page. */
type Catalogues = {
  common: typeof common
  'sign-in': typeof signIn
  account: typeof account
  audit: typeof audit
  billing: typeof billing
  bus: typeof bus
  device: typeof device
  embed: typeof embed
  keys: typeof keys
  members: typeof members
  operator: typeof operator
  overview: typeof overview
  verifiers: typeof verifiers
  webhooks: typeof webhooks
  you: typeof you
}

export type CatalogueName = keyof Catalogues
type NamesOf<C> = C extends unknown ? keyof C : never
/** The name of a text: `keys.issue.title`. */
export type TextName = NamesOf<Catalogues[CatalogueName]>

const files = import.meta.glob<{ default: Record<string, string> }>(['./*/*.ts', '!./en/common.ts'])
const translated = Object.keys(files).flatMap((file) => /^\.\/(.+)\/common\.ts$/.exec(file)?.[1] ?? [])

/** The language of the page. A second language is one more folder beside `en`, with the same files. */
export const locale = chooseLocale(navigator.languages, ['en', ...translated])
/** What dates and numbers are written by. */
export const formatLocale = chooseFormat(locale, navigator.languages)

// Those that every page needs come with it: the compiler of the catalogues makes them what Lingui reads.
export const i18n = setupI18n({ locale, messages: { [locale]: common as Record<string, string> } })

/** Loads the texts of an area, once. What is not translated is in English. */
export async function loadTexts(name: CatalogueName): Promise<void> {
  const load = files[`./${locale}/${name}.ts`] ?? files[`./en/${name}.ts`]
  if (load) i18n.load(locale, (await load()).default)
  else if (name !== 'common') throw new Error(`there are no texts for ${name}`)
}

export type TextValues = Record<string, string | number | Date>

/** The text with its values filled in; for places outside components. Its area must be loaded. */
export const text = (name: TextName, values?: TextValues): string => i18n._(name, values)
