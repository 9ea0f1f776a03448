import { bodyFaults } from './faults/body-faults.ts';
import { connectionFaults } from './faults/connection-faults.ts';
import type { FaultDefinition } from './faults/fault-definition.ts';
import { framingFaults } from './faults/framing-faults.ts';
import { headFaults } from './faults/head-faults.ts';
import { http2Faults } from './faults/http2-faults.ts';
import { proxyFaults } from './faults/proxy-faults.ts';
import { statusFaults } from './faults/status-faults.ts';
import { tlsFaults } from './faults/tls-faults.ts';

/** The name of a fault of the catalogue. */
export type FaultName =
  | keyof typeof connectionFaults
  | keyof typeof tlsFaults
  | keyof typeof headFaults
  | keyof typeof framingFaults
  | keyof typeof bodyFaults
  | keyof typeof statusFaults
  | keyof typeof http2Faults
  | keyof typeof proxyFaults;

/** Every fault that a fault server knows, by name, with what it does. */
export const faults: Readonly<Record<FaultName, FaultDefinition>> = {
  ...connectionFaults,
  ...tlsFaults,
  ...headFaults,
  ...framingFaults,
  ...bodyFaults,
  ...statusFaults,
  ...http2Faults,
  ...proxyFaults,
};
