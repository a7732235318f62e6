/**
 * The mailbox that an address most likely leads to, for counting mails: what follows a plus sign is a tag, which the
 * owner of `name@` may make up at will. Only for limits: `name+1@` is another address, and another user's here.
 */
export function mailboxOf(email: string): string {
  return email.replace(/^([^@+]+)\+[^@]*@/, '$1@')
}
