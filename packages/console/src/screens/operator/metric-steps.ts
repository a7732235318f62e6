import type { OperatorMetrics } from '@quiva/client'

type Point = OperatorMetrics['points'][number]

/** Every step of the window, oldest first; undefined where no gateway ran. */
export function everyStep({ from, to, step_seconds: seconds, points }: OperatorMetrics): {
  times: number[]
  steps: (Point | undefined)[]
} {
  const known = new Map(points.map((point) => [Date.parse(point.at) / 1000, point]))
  const [first, last] = [Date.parse(from) / 1000, Date.parse(to) / 1000]
  const times = Array.from({ length: Math.floor((last - first) / seconds) + 1 }, (_, index) => first + index * seconds)
  return { times, steps: times.map((at) => known.get(at)) }
}
