export { PromptCompressor } from "./client.js";
export type {
  BatchItem,
  CompressOptions,
  CompressRequest,
  CompressResponse,
  ExplainResponse,
  Message,
  ModelsResponse,
  OnProgress,
  OriginalOptions,
  OriginalPart,
  OriginalText,
  PromptCompressorSettings,
  SoftCompressOptions,
  SoftCompressResponse,
  SoftPromptOptions,
  SoftPromptResponse,
  WarmResult,
} from "./client.js";
export { PromptCompressorError } from "./errors.js";
export { promptCompression } from "./middleware.js";
export type { CompressionReport, PromptCompressionOptions } from "./middleware.js";
