/** What is said about files. `{name}`, `{size}`, `{n}` are filled in. */
export interface FileTexts {
  remove: string;
  describe: string;
  uploading: string;
  previous: string;
  next: string;
  removed: string;
  checking: string;
  gone: string;
  tooLarge: string;
  tooLargeHere: string;
  tooMany: string;
  wrongType: string;
  empty: string;
  notAllowed: string;
  network: string;
  tooOften: string;
  other: string;
}

const en: FileTexts = {
  remove: "Remove {name}",
  describe: "Describe this picture",
  uploading: "Uploading {name}",
  previous: "Previous picture",
  next: "Next picture",
  removed: "File removed",
  checking: "Being checked",
  gone: "Cannot be opened now",
  tooLarge: "Too large: at most {size}",
  tooLargeHere: "Too large",
  tooMany: "At most {n} files in one message",
  wrongType: "This kind of file is not accepted",
  empty: "The file is empty",
  notAllowed: "Files cannot be sent right now",
  network: "The connection was lost",
  tooOften: "Too many files. Try again later",
  other: "Something went wrong",
};

const de: FileTexts = {
  remove: "{name} entfernen",
  describe: "Bild beschreiben",
  uploading: "{name} wird hochgeladen",
  previous: "Voriges Bild",
  next: "Nächstes Bild",
  removed: "Datei entfernt",
  checking: "Wird geprüft",
  gone: "Lässt sich gerade nicht öffnen",
  tooLarge: "Zu groß: höchstens {size}",
  tooLargeHere: "Zu groß",
  tooMany: "Höchstens {n} Dateien pro Nachricht",
  wrongType: "Diese Art von Datei wird nicht angenommen",
  empty: "Die Datei ist leer",
  notAllowed: "Dateien können gerade nicht gesendet werden",
  network: "Die Verbindung ist abgebrochen",
  tooOften: "Zu viele Dateien. Später erneut versuchen",
  other: "Etwas ist schiefgegangen",
};

const es: FileTexts = {
  remove: "Quitar {name}",
  describe: "Describe la imagen",
  uploading: "Subiendo {name}",
  previous: "Imagen anterior",
  next: "Imagen siguiente",
  removed: "Archivo eliminado",
  checking: "En revisión",
  gone: "No se puede abrir ahora",
  tooLarge: "Demasiado grande: máximo {size}",
  tooLargeHere: "Demasiado grande",
  tooMany: "Como máximo {n} archivos por mensaje",
  wrongType: "Este tipo de archivo no se acepta",
  empty: "El archivo está vacío",
  notAllowed: "Ahora no se pueden enviar archivos",
  network: "Se perdió la conexión",
  tooOften: "Demasiados archivos. Inténtalo más tarde",
  other: "Algo salió mal",
};

const fr: FileTexts = {
  remove: "Retirer {name}",
  describe: "Décrire l’image",
  uploading: "Envoi de {name}",
  previous: "Image précédente",
  next: "Image suivante",
  removed: "Fichier supprimé",
  checking: "En cours de vérification",
  gone: "Impossible à ouvrir pour le moment",
  tooLarge: "Trop volumineux : {size} au plus",
  tooLargeHere: "Trop volumineux",
  tooMany: "{n} fichiers au plus par message",
  wrongType: "Ce type de fichier n’est pas accepté",
  empty: "Le fichier est vide",
  notAllowed: "Impossible d’envoyer des fichiers pour le moment",
  network: "La connexion a été perdue",
  tooOften: "Trop de fichiers. Réessayez plus tard",
  other: "Une erreur s’est produite",
};

const ar: FileTexts = {
  remove: "إزالة {name}",
  describe: "صف هذه الصورة",
  uploading: "جارٍ رفع {name}",
  previous: "الصورة السابقة",
  next: "الصورة التالية",
  removed: "أُزيل الملف",
  checking: "قيد الفحص",
  gone: "لا يمكن فتحه الآن",
  tooLarge: "كبير جدًا: {size} كحد أقصى",
  tooLargeHere: "كبير جدًا",
  tooMany: "{n} ملفات كحد أقصى في الرسالة",
  wrongType: "هذا النوع من الملفات غير مقبول",
  empty: "الملف فارغ",
  notAllowed: "لا يمكن إرسال الملفات الآن",
  network: "انقطع الاتصال",
  tooOften: "ملفات كثيرة جدًا. حاول لاحقًا",
  other: "حدث خطأ ما",
};

const BY_LANGUAGE: Readonly<Record<string, FileTexts>> = { en, de, es, fr, ar };

/** In the reader's language, or in English. */
export function fileTextsFor(locale: string): FileTexts {
  return BY_LANGUAGE[locale.split("-")[0]?.toLowerCase() ?? ""] ?? en;
}
