import { Type } from 'typebox'
import { invalid } from '../../platform/errors/refusal.ts'
import { MESSAGING_SCOPE } from '../scope-table.ts'
import { covers, intersectScopes, isScope, LONGEST_SCOPE, MOST_SCOPES } from '../scopes.ts'
import { defineLimit, distinct, listOf } from './key-limit.ts'

/** The operations that a key may use, as scopes; null for all that its owner may use. */
type ScopesInForce = ReadonlySet<string> | null

export const scopes = defineLimit({
  member: 'scopes',
  columns: { scopes: 'scopes' },
  setting: Type.Array(Type.String({ minLength: 3, maxLength: LONGEST_SCOPE }), {
    minItems: 1,
    maxItems: MOST_SCOPES,
    description:
      'The scopes of the key: resource:action in lower case, "*" for any resource or action. Default: everything that its owner may do',
    examples: [['account:read', 'orders:*']],
  }),
  shown: Type.Array(Type.String()),
  shownNull: 'Null: everything that the owner may do',

  store(given) {
    for (const [index, scope] of given.entries()) {
      if (!isScope(scope))
        throw invalid(
          `/body/scopes/${index}`,
          `must be resource:action in a–z, 0–9, ".", "_" and "-", or "*" for either, in ${LONGEST_SCOPE} characters at most`,
        )
    }
    return { scopes: [...new Set(given)].join(' ') }
  },
  show: (stored) => (stored.scopes === null ? null : listOf(stored.scopes)),

  combine(ancestry): ScopesInForce {
    const texts = distinct(ancestry.map((key) => key.scopes))
    const [first, ...others] = texts.map((text): ReadonlySet<string> => new Set(listOf(text)))
    return first ? others.reduce(intersectScopes, first) : null
  },
  isBeyond: (asked, own) =>
    own !== null && (asked.scopes === null || !listOf(asked.scopes).every((scope) => covers(own, scope))),
  isBeyondItself: () => false,

  /** The bus knows roles, but no scopes. */
  blocksBus: (stored) => stored.scopes !== null && !covers(new Set(listOf(stored.scopes)), MESSAGING_SCOPE),
  /** Shown as the member `scope` of RFC 7662, which is `*:*` for no limit. */
  introspected: null,
})
