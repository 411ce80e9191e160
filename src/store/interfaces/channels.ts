/** A channel as the store knows it: the platform's name and the platform's own identifier. */
export interface ChannelId {
  readonly platform: string;
  readonly id: string;
}

/** Channels whose identifier begins so. An empty beginning stands for none, not for all there are. */
export interface ChannelGroupId {
  readonly platform: string;
  readonly idPrefix: string;
}
