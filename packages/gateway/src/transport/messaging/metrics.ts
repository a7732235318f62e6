import { Gauge } from 'prom-client'
import type { Bus } from './bus.ts'

/** None where no servers are configured. */
export function createBusMetrics(bus: Bus | undefined): Gauge[] {
  if (!bus) return []
  return [
    new Gauge({
      name: 'quiva_message_bus_connected',
      help: '1 while the gateway is connected to the NATS servers, else 0; only with NATS_URL',
      registers: [],
      collect() {
        this.set(bus.status() === 'connected' ? 1 : 0)
      },
    }),
  ]
}
