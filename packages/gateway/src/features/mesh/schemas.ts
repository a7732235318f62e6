import { Type } from 'typebox'

const numNodes = Type.Enum([1, 3, 5], {
  description: 'How many nodes keep a copy of each stream: 1, 3 or 5, an odd number so that they can vote',
})
const regions = { description: 'Regions of the nodes, no more than there are nodes', examples: [['eu']] }

export const MeshRequest = Type.Object(
  {
    num_nodes: numNodes,
    regions: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1, maxItems: 5, ...regions }),
  },
  { examples: [{ num_nodes: 3, regions: ['eu'] }] },
)

const DesiredPlacement = Type.Object({ num_nodes: Type.Integer(), regions: Type.Array(Type.String()) })

const orNull = <T extends ReturnType<typeof Type.Integer> | typeof DesiredPlacement>(schema: T, description: string) =>
  Type.Union([schema, Type.Null()], { description })

export const MeshNodes = Type.Object(
  {
    desired: orNull(
      DesiredPlacement,
      'What was asked for last; null if nothing was: then every stream is where its client put it',
    ),
    applied: orNull(DesiredPlacement, 'What was last wholly met'),
    state: Type.Enum(['unset', 'stored', 'applying', 'applied', 'failing'], {
      description:
        'unset: nothing was asked for. stored: this gateway has no NATS server yet. applying: streams are on their way. applied: all are in place. failing: something is in the way; the gateway goes on trying',
    }),
    reason: Type.Union([Type.String(), Type.Null()], { description: 'What is in the way of the whole wish' }),
    streams: Type.Object(
      {
        total: orNull(Type.Integer(), 'Null before the first look'),
        placed: orNull(Type.Integer(), 'Those that have all their copies where they shall be'),
        failing: Type.Array(Type.Object({ name: Type.String(), reason: Type.String() }), {
          description: 'Up to 20 streams that something is in the way of',
        }),
      },
      { description: 'The streams, as of checked_on' },
    ),
    checked_on: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
      description: 'When the streams were last looked at; null before the first look',
    }),
    unseen_since: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
      description: 'Since when the streams could not be looked at, for the reason given; null while they can',
    }),
  },
  { title: 'MeshNodes' },
)
