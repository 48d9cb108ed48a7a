/// <reference types="@maxim_mazurok/gapi.client.billingbudgets-v1" />
/// <reference types="@maxim_mazurok/gapi.client.cloudbilling-v1" />
/// <reference types="@maxim_mazurok/gapi.client.cloudfunctions-v2" />
/// <reference types="@maxim_mazurok/gapi.client.cloudresourcemanager-v1" />
/// <reference types="@maxim_mazurok/gapi.client.cloudscheduler-v1" />
/// <reference types="@maxim_mazurok/gapi.client.cloudtasks-v2" />
/// <reference types="@maxim_mazurok/gapi.client.firebase-v1beta1" />
/// <reference types="@maxim_mazurok/gapi.client.firebasehosting-v1beta1" />
/// <reference types="@maxim_mazurok/gapi.client.firebaserules-v1" />
/// <reference types="@maxim_mazurok/gapi.client.firestore-v1" />
/// <reference types="@maxim_mazurok/gapi.client.iam-v1" />
/// <reference types="@maxim_mazurok/gapi.client.logging-v2" />
/// <reference types="@maxim_mazurok/gapi.client.monitoring-v1" />
/// <reference types="@maxim_mazurok/gapi.client.monitoring-v3" />
/// <reference types="@maxim_mazurok/gapi.client.secretmanager-v1" />
/// <reference types="@maxim_mazurok/gapi.client.serviceusage-v1" />
/// <reference types="@maxim_mazurok/gapi.client.storage-v1" />

/**
 * The shapes of the APIs that setup and doctor call, as Google's discovery documents give them. A misspelt field of
 * a body is a type error here, and not a refusal at the customer's.
 */
export type Budget = gapi.client.billingbudgets.GoogleCloudBillingBudgetsV1Budget;
export type BillingInfo = gapi.client.cloudbilling.ProjectBillingInfo;
export type CloudFunction = gapi.client.cloudfunctions.Function;
export type Policy = gapi.client.cloudresourcemanager.Policy;
export type Job = gapi.client.cloudscheduler.Job;
export type Queue = gapi.client.cloudtasks.Queue;
export type FirebaseProject = gapi.client.firebase.FirebaseProject;
export type WebApp = gapi.client.firebase.WebApp;
export type WebAppConfig = gapi.client.firebase.WebAppConfig;
export type Site = gapi.client.firebasehosting.Site;
export type Channel = gapi.client.firebasehosting.Channel;
export type Release = gapi.client.firebaserules.Release;
export type Ruleset = gapi.client.firebaserules.Ruleset;
export type Database = gapi.client.firestore.GoogleFirestoreAdminV1Database;
export type BackupSchedule = gapi.client.firestore.GoogleFirestoreAdminV1BackupSchedule;
export type Index = gapi.client.firestore.GoogleFirestoreAdminV1Index;
export type Field = gapi.client.firestore.GoogleFirestoreAdminV1Field;
export type SetIamPolicy = gapi.client.iam.SetIamPolicyRequest;
export type LogMetric = gapi.client.logging.LogMetric;
export type Dashboard = gapi.client.monitoring.Dashboard;
export type AlertPolicy = gapi.client.monitoring.AlertPolicy;
export type NotificationChannel = gapi.client.monitoring.NotificationChannel;
export type UptimeCheck = gapi.client.monitoring.UptimeCheckConfig;
export type Secret = gapi.client.secretmanager.Secret;
export type SecretPayload = gapi.client.secretmanager.AddSecretVersionRequest;
export type EnableServices = gapi.client.serviceusage.BatchEnableServicesRequest;
export type Bucket = gapi.client.storage.Bucket;
