/**
 * The mailbox that an address most likely leads to, for counting mails: the part after a plus sign is a tag that the
 * owner of `name@` chooses. For limits only: `name+1@` is another address, and here it may belong to another user.
 */
export function mailboxOf(email: string): string {
  return email.replace(/^([^@+]+)\+[^@]*@/, '$1@')
}
