import { type Static, type TNull, type TOptional, type TSchema, type TUnion, Type } from 'typebox'
import { allLimits, type KeyLimits, type Limit, ofEach } from '../../access/key-limits/key-limits.ts'

type Introspected = Extract<Limit, { introspected: { schema: TSchema } }>

/**
 * The members of an introspection that say what limits a credential. Scopes are not among them: they have the member
 * `scope`.
 */
export const introspectedLimits = ofEach<{
  [L in Introspected as L['member']]: TOptional<TUnion<[L['introspected']['schema'], TNull]>>
}>(
  allLimits.flatMap(([, { member, introspected }]) =>
    introspected
      ? [
          [
            member,
            Type.Optional(Type.Union([introspected.schema, Type.Null()], { description: introspected.description })),
          ],
        ]
      : [],
  ),
)

export type IntrospectedLimits = {
  [L in Introspected as L['member']]: Static<L['introspected']['schema']> | null
}

/** The limits of a credential, including the limits of the keys that issued it; null means no limit. */
export function introspectLimits(limits: KeyLimits | null): IntrospectedLimits {
  const inForce: Record<string, unknown> | null = limits
  return ofEach<IntrospectedLimits>(
    allLimits.flatMap(([name, { member, introspected }]) =>
      introspected ? [[member, inForce && introspected.show(inForce[name])]] : [],
    ),
  )
}
