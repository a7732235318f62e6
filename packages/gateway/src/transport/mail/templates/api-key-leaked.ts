import { type Content, moment, prose } from '../content.ts'

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
    subject: 'An API Key Was Found in Public',
    blocks: [
      mail.ofAccount
        ? prose`GitHub has found an API key of the account “${mail.account}” in public: “${mail.name}”, whose last characters are ${mail.lastFour}. You get this mail because you administer the account.`
        : prose`GitHub has found an API key of yours in the account “${mail.account}” in public: “${mail.name}”, whose last characters are ${mail.lastFour}.`,
      prose`It was found here: ${place}`,
      prose`Anybody who read it there could use it, so we deleted it on ${moment(mail.deletedAt)}. We also revoked its creds, the sessions made from it, the keys that it had issued, and the keys that it had made by rotating itself.`,
      prose`What to do: issue a new key for the programs that used this one, and keep it out of shared files. It is not enough to remove the old key from the file, because the file history still has it. Then check the audit log for what was done with the key.`,
    ],
  }
}
