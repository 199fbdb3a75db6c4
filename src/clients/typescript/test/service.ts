const address = process.env["PROMPTCOMPRESSOR_URL"];
if (address === undefined) {
  throw new Error("PROMPTCOMPRESSOR_URL must be the address of a running service.");
}

export const url = address;

export const meeting =
  "Okay, so, um, thank you all for joining today. The migration of the billing service to the new cluster was finished on " +
  "14 March 2026, and, you know, everybody was really quite happy about that. Maria will write the post-mortem by Friday, " +
  "and Tom is going to send the invoice INV-20417 over 1,250.00 EUR to the customer. \u{1f389}";

export const long = Array.from({ length: 40 }, (_, day) => `Day ${day}: ${meeting}`).join("\n");

export const question = "Who writes the post-mortem?";
