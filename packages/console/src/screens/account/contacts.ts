import type { AccountInfo } from '@quiva/client'

export const contactFields = ['company_name', 'address', 'country', 'phone_number', 'website'] as const

export type Contacts = Record<(typeof contactFields)[number], string>

const each = (textOf: (field: keyof Contacts) => string): Contacts => ({
  company_name: textOf('company_name'),
  address: textOf('address'),
  country: textOf('country'),
  phone_number: textOf('phone_number'),
  website: textOf('website'),
})

/** As they stand in a form: what is not given is an empty text. */
export const contactsOf = (account: AccountInfo): Contacts => each((field) => account[field] ?? '')

/** The fields that differ, with their new texts. */
export const changesOf = (before: Contacts, after: Contacts): Partial<Contacts> =>
  Object.fromEntries(contactFields.flatMap((field) => (before[field] === after[field] ? [] : [[field, after[field]]])))

/** What stands in the form after somebody else was quicker: my changes, and theirs where I have changed nothing. */
export const mergeContacts = ({ base, theirs, mine }: Record<'base' | 'theirs' | 'mine', Contacts>): Contacts =>
  each((field) => (mine[field] === base[field] ? theirs[field] : mine[field]))
