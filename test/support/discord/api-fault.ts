/** An answer of Discord's that is no success: HTTP status, Discord's JSON error code, its words. */
export class ApiFault extends Error {
  override readonly name = "ApiFault";
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const unknownChannel = () => new ApiFault(404, 10003, "Unknown Channel");
export const unknownMessage = () => new ApiFault(404, 10008, "Unknown Message");
export const unknownInteraction = () => new ApiFault(404, 10062, "Unknown interaction");
export const unknownWebhook = () => new ApiFault(404, 10015, "Unknown Webhook");
/** What an interaction's token is answered with once its fifteen minutes are over. */
export const invalidWebhookToken = () => new ApiFault(401, 50027, "Invalid Webhook Token");
export const tooManyFollowUps = () => new ApiFault(400, 40094, "Maximum number of follow up messages reached");
export const missingAccess = () => new ApiFault(403, 50001, "Missing Access");
export const missingPermissions = () => new ApiFault(403, 50013, "Missing Permissions");
export const alreadyAcknowledged = () => new ApiFault(400, 40060, "Interaction has already been acknowledged.");
export const wrongChannelType = () => new ApiFault(400, 50024, "Cannot execute action on this channel type");
export const threadLocked = () => new ApiFault(400, 160005, "Thread is locked");
export const entityTooLarge = () => new ApiFault(413, 40005, "Request entity too large");
export const threadExists = () => new ApiFault(400, 160004, "A thread has already been created for this message");
