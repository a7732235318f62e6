import { type Content, moment, say } from '../content.ts'

export const apiKeyLeakedTexts = {
  subject: 'An API Key Was Found in Public',
  paragraph_1:
    'GitHub has found an API key of the account “{account}” in public: “{name}”, whose last characters are {last_four}. You get this mail because you administer the account.',
  paragraph_2:
    'GitHub has found an API key of yours in the account “{account}” in public: “{name}”, whose last characters are {last_four}.',
  paragraph_3: 'It was found here: {place}',
  paragraph_4:
    'Anybody who read it there could use it, so we deleted it on {deleted_at}. We also revoked its creds, the sessions made from it, the keys that it had issued, and the keys that it had made by rotating itself.',
  paragraph_5:
    'What to do: issue a new key for the programs that used this one, and keep it out of shared files. It is not enough to remove the old key from the file, because the file history still has it. Then check the audit log for what was done with the key.',
} as const

/** reportLeakedKeys: somebody found the key where everybody could read it, and it was deleted. */
type ApiKeyLeaked = {
  /** Display name of the account. */
  account: string
  /** True for a key of the account itself; the mail goes to its root and administrators. */
  ofAccount: boolean
  name: string
  lastFour: string
  /** Where it was found; empty if the report does not say. */
  url: string
  /** Milliseconds since the epoch. */
  deletedAt: number
}

export function apiKeyLeaked(mail: ApiKeyLeaked): Content {
  const place = mail.url === '' ? 'a public place' : mail.url
  return {
    subject: apiKeyLeakedTexts.subject,
    blocks: [
      mail.ofAccount
        ? say(apiKeyLeakedTexts.paragraph_1, { account: mail.account, name: mail.name, last_four: mail.lastFour })
        : say(apiKeyLeakedTexts.paragraph_2, { account: mail.account, name: mail.name, last_four: mail.lastFour }),
      say(apiKeyLeakedTexts.paragraph_3, { place }),
      say(apiKeyLeakedTexts.paragraph_4, { deleted_at: moment(mail.deletedAt) }),
      say(apiKeyLeakedTexts.paragraph_5),
    ],
  }
}
