import { type Content, prose } from '../content.ts'

/**
 * changeEmailAddressAction, to a person whose address somebody else asked for: they are told nothing, so the owner is.
 * Carries no link, and nothing of who asked.
 */
export function emailChangeRefused(): Content {
  return {
    subject: 'Your Address Stays Yours',
    blocks: [
      prose`Somebody wanted to change the address of their user here to yours. Nothing has changed: your user keeps its address, and whoever asked was told nothing about you.`,
      prose`Was it you? Then you have two users here, this one and another. An address belongs to one of them: to use this one for the other, first change the address of this user, or delete it.`,
      prose`Was it somebody else? Then there is nothing to do.`,
    ],
  }
}
