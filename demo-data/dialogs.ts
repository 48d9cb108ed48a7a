/** What the demo's visitors ask and are answered: question, answers and words of the visitor in turn. */
export interface Dialog {
  readonly locale: string;
  readonly tag: "billing" | "bug" | "feedback" | "urgent" | null;
  readonly group: "Sales" | "Support" | "Success";
  readonly lines: readonly string[];
  readonly page: string;
  /** The visitor's second message comes with a photo, the agent's second one with a PDF. */
  readonly hasFiles?: boolean;
}

const dialog = (
  [locale, group, tag, page]: [string, Dialog["group"], Dialog["tag"], string],
  ...lines: string[]
): Dialog => ({ locale, group, tag, page, lines });

export const DIALOGS: readonly Dialog[] = [
  dialog(
    ["en", "Sales", null, "/products/polar"],
    "Is the lamp Polar bright enough for a kitchen of 12 m²?",
    "It gives 1,100 lumen, so over a table yes. For the whole kitchen I would take two.",
    "And can they be dimmed?",
    "Yes, with any trailing-edge dimmer.",
    "Perfect, thank you!",
  ),
  dialog(
    ["en", "Support", "bug", "/orders"],
    "The page of my order stays blank.",
    "Sorry about that. Which browser do you use?",
    "Firefox on a Mac.",
    "We have found it: an address with an apostrophe. Please reload the page.",
    "It works now.",
  ),
  dialog(
    ["en", "Support", "billing", "/invoices"],
    "I was charged twice for order 20417.",
    "I see both payments. The second one goes back to your card today.",
    "How long will that take?",
    "Two to three banking days.",
  ),
  dialog(
    ["en", "Sales", null, "/shipping"],
    "Do you ship to Norway?",
    "We do, in four to six days. Customs are included in the price.",
  ),
  dialog(
    ["en", "Success", "feedback", "/account"],
    "We love the new catalogue. Can we get it as a PDF too?",
    "Gladly! I have put it into your account, under Downloads.",
    "Found it. You are quick!",
  ),
  {
    ...dialog(
      ["en", "Support", "urgent", "/orders"],
      "The parcel came with a broken glass, and we open on Friday!",
      "That is bad luck. A new one leaves today by express. May I have a photo of the broken one?",
      "It looks like this.",
      "Thank you. It is with you tomorrow before noon. This label is for the way back.",
      "You saved our opening.",
    ),
    hasFiles: true,
  },
  dialog(
    ["de", "Sales", null, "/de/produkte/polar"],
    "Passt die Lampe Polar auch ins Bad?",
    "Sie hat IP44 und darf ins Bad, nur nicht direkt über die Wanne.",
    "Gibt es sie auch in Schwarz?",
    "Ab nächster Woche. Soll ich Ihnen Bescheid geben?",
    "Ja, bitte.",
  ),
  dialog(
    ["de", "Support", "billing", "/de/rechnungen"],
    "Auf der Rechnung fehlt unsere Umsatzsteuer-Nummer.",
    "Nennen Sie sie mir, dann bekommen Sie eine neue.",
    "DE 129273398",
    "Die Rechnung ist unterwegs.",
  ),
  dialog(
    ["de", "Support", null, "/de/bestellungen"],
    "Wo bleibt mein Paket?",
    "Es liegt seit heute früh beim Zusteller und kommt bis 16 Uhr.",
    "Danke!",
  ),
  dialog(
    ["de", "Success", "feedback", "/de/konto"],
    "Können wir die Lieferadresse für alle Filialen selbst ändern?",
    "Noch nicht. Ich habe es als Wunsch aufgenommen und ändere sie solange für Sie.",
    "Das hilft uns schon.",
  ),
  dialog(
    ["fr", "Sales", null, "/fr/produits/boreal"],
    "La lampe Boréal est-elle livrée avec une ampoule ?",
    "Oui, une LED de 9 watts, à lumière chaude.",
    "Très bien, je la prends.",
  ),
  dialog(
    ["fr", "Support", "bug", "/fr/panier"],
    "Le code promo ne marche pas.",
    "Il finissait hier, mais je vous l'applique quand même.",
    "C'est gentil, merci !",
  ),
  dialog(
    ["es", "Support", null, "/es/devoluciones"],
    "¿Cómo devuelvo una lámpara?",
    "Le envío ahora una etiqueta por correo; basta con pegarla en la caja.",
    "Recibida, gracias.",
  ),
  dialog(
    ["es", "Sales", "urgent", "/es/productos"],
    "Necesito veinte lámparas para el lunes. ¿Es posible?",
    "De las blancas sí. ¿Le preparo una oferta?",
    "Sí, por favor.",
    "La tiene en su correo.",
  ),
  dialog(
    ["it", "Sales", null, "/it/prodotti/aurora"],
    "La lampada Aurora si può montare a parete?",
    "Sì, con il supporto che trova nella scatola.",
  ),
  dialog(
    ["ja", "Support", null, "/orders"],
    "注文の配送先を変更できますか？",
    "はい、発送前ですので変更できます。新しい住所を教えてください。",
    "大阪市北区梅田1-1です。",
    "変更しました。",
  ),
];

/** None of them is in a test, which would find two. */
export const VISITORS: readonly string[] = [
  "Mathilde Roy",
  "Kenji Mori",
  "Lucía Ortega",
  "Paul Winkler",
  "Greta Lindholm",
  "Samuel Osei",
  "Priya Nair",
  "Tomasz Zieliński",
  "Hannah Krüger",
  "Giulia Ferri",
  "Noah Whitaker",
  "Aylin Demir",
  "Jonas Vogt",
  "Camille Blanc",
  "Rosa Delgado",
  "Henrik Dahl",
  "Leila Haddad",
  "Felix Baumann",
  "Zoë Janssen",
  "Marco Conti",
];

export const NOTES: readonly string[] = [
  "Long-standing customer, be generous.",
  "Warehouse says the black ones come on Tuesday.",
  "Refund is with accounting.",
  "Asked for the same in spring.",
];

export const COMMENTS: Readonly<Record<"good" | "bad", readonly string[]>> = {
  good: [
    "Quick and friendly.",
    "Alles bestens erklärt.",
    "Parfait !",
    "Exactly what I needed.",
    "Muy amables.",
  ],
  bad: ["I waited far too long.", "Leider keine Lösung.", "I had to explain everything twice."],
};
