import type { complianceContract } from "../../shared/contract/compliance.ts";
import type { Handlers } from "../../shared/rpc/contract.ts";
import type { DeskContext } from "./desk-context.ts";
import { personOf } from "./person.ts";
import { emitWhenChanged, every } from "./subscription.ts";

const progressMs = 200;

export const complianceHandlers: Handlers<typeof complianceContract, DeskContext> = {
  getKeys: (_input, { context }) => context.compliance.keys.list(),
  rotateKey: ({ reason, recover }, { context, role }) =>
    context.compliance.keys.rotate(personOf(role), reason, recover),
  revokeKey: ({ keyId, fromSeq, reason }, { context, role }) =>
    context.compliance.keys.revoke(personOf(role), keyId, fromSeq, reason),
  renewJournal: ({ name }, { context }) => context.compliance.keys.renew(name),
  getAnchors: (_input, { context }) => context.compliance.anchors.list(),
  sendCheckpoint: ({ to }, { context }) => context.compliance.anchors.send(to),
  takeReceipt: async ({ content }, { context, role }) => ({
    anchor: await context.compliance.anchors.take(personOf(role), Buffer.from(content, "base64")),
  }),
  askForAnchors: async ({ from }, { context, role }) => ({
    attempts: await context.compliance.anchors.ask(personOf(role), from),
  }),
  addAuthority: (authority, { context }) => ({ fingerprints: context.compliance.anchors.addAuthority(authority) }),
  addWitness: (witness, { context }) => ({ name: context.compliance.anchors.addWitness(witness) }),
  removeAnchorSource({ kind, name }, { context }) {
    context.compliance.anchors.remove(kind, name);
    return {};
  },
  listExports: (_input, { context }) => context.compliance.exports.list(),
  exportTrackRecord: ({ format, days }, { context }) => context.compliance.exports.trackRecord(format, days),
  listBackups: (_input, { context }) => context.compliance.backups.list(),
  makeBackup: ({ passphrase }, { context, role }) => context.compliance.backups.make(personOf(role), passphrase),
  drillRestore: ({ name, passphrase }, { context }) => context.compliance.backups.drill(name, passphrase),
  listSegments: (_input, { context }) => context.compliance.segments(),
  checkProgress(_params, emit, { context }) {
    const show = emitWhenChanged(emit, () => "check");
    return every(progressMs, () => show({ part: context.compliance.checkPart() }));
  },
};
