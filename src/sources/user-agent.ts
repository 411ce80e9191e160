import manifest from "../../package.json" with { type: "json" };

/** Says who asks and what for, so that a server's people know whom they see. */
export const userAgent = `Paperboy/${manifest.version} (a bot that takes in research papers for chat channels)`;
