import { Type } from 'typebox'

const numNodes = Type.Enum([1, 3, 5], {
  description: 'Number of nodes that keep a copy of each stream: 1, 3 or 5, an odd number so that they can vote',
})
const regions = { description: 'Regions of the nodes, at most as many as nodes', examples: [['eu']] }

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
      'The desired placement; null if none was set: then every stream is where its client put it',
    ),
    applied: orNull(DesiredPlacement, 'The last placement that was fully reached'),
    state: Type.Enum(['unset', 'stored', 'applying', 'applied', 'failing'], {
      description:
        'unset: there is no desired placement. stored: this gateway has no NATS server yet. applying: streams are being moved. applied: all streams are in place. failing: something blocks the desired placement; the gateway keeps trying',
    }),
    reason: Type.Union([Type.String(), Type.Null()], { description: 'What blocks the placement of all streams' }),
    streams: Type.Object(
      {
        total: orNull(Type.Integer(), 'Null before the first check'),
        placed: orNull(Type.Integer(), 'Streams that have all their copies in the desired places'),
        failing: Type.Array(Type.Object({ name: Type.String(), reason: Type.String() }), {
          description: 'At most 20 streams that cannot be placed',
        }),
      },
      { description: 'The streams at the time checked_on' },
    ),
    checked_on: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
      description: 'When the streams were last checked; null before the first check',
    }),
    unseen_since: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
      description: 'Since when the streams cannot be checked, for the given reason; null while they can be checked',
    }),
  },
  { title: 'MeshNodes' },
)
