/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.flinkdynamodb.streams.client.aws;

import io.github.flinkdynamodb.streams.client.StreamsException.Kind;

/** What to check when a call about exports, or the recovery that they need, has failed. */
final class ExportAdvice {

    private static final String AFRESH =
            " Start the job without its state, with 'scan.startup.mode' = 'initial'.";

    private ExportAdvice() {}

    /**
     * Words the advice.
     *
     * @param kind what the failure means
     * @param code the service's code; empty for none
     * @param target the call
     * @param table the table's name
     * @param destination where the call went, as a sentence
     * @return what to add to the service's message
     */
    static String of(Kind kind, String code, CallTarget target, String table, String destination) {
        switch (kind) {
            case THROTTLED:
                return (target.isAboutRecovery()
                                ? ". An account has ten of these calls a second"
                                : ". An account has 300 exports in progress at most, and a limited"
                                        + " number of calls")
                        + ": the call is repeated until it succeeds.";
            case RESOURCE_NOT_FOUND:
                return ". Check table-name, aws.region and scan.snapshot.endpoint"
                        + (target.isAboutRecovery()
                                ? "."
                                : "; an export can be described for 90 days.")
                        + destination;
            case ACCESS_DENIED:
                return denied(target, table);
            case INVALID_REQUEST:
                return isForRepair(target)
                        ? refusedRepair(code, destination)
                        : refused(code, destination);
            default:
                return ". If this persists, check the network, aws.region and"
                        + " scan.snapshot.endpoint."
                        + destination;
        }
    }

    /** Incremental exports are asked for to repair gaps alone, and so is the recovery. */
    private static boolean isForRepair(CallTarget target) {
        return target.isForChanges() || target.isAboutRecovery();
    }

    private static String denied(CallTarget target, String table) {
        return ". Check the settings aws.credentials.*, that the machine's clock is right, and that"
                + " the identity is allowed dynamodb:"
                + target.call()
                + " on "
                + resource(target.call(), table)
                + (target.isAboutRecovery() ? "." : deniedExport(target));
    }

    private static String deniedExport(CallTarget target) {
        return (target.isForChanges()
                        ? " ('scan.on-data-loss' = 'repair' needs"
                                + " dynamodb:DescribeTable,"
                                + " dynamodb:ExportTableToPointInTime, dynamodb:DescribeExport and"
                                + " dynamodb:ListExports"
                        : " ('scan.snapshot.export-bucket' needs dynamodb:DescribeTable,"
                                + " dynamodb:ExportTableToPointInTime, dynamodb:DescribeExport and,"
                                + " unless 'scan.snapshot.export-max-age' is 0,"
                                + " dynamodb:ListExports")
                + "; and s3:PutObject and s3:AbortMultipartUpload on the bucket).";
    }

    private static String resource(String call, String table) {
        switch (call) {
            case "ListExports":
                return "*";
            case "DescribeExport":
                return "table/" + table + "/export/*";
            default:
                return "table/" + table;
        }
    }

    private static String refused(String code, String destination) {
        switch (code) {
            case "PointInTimeRecoveryUnavailableException":
                return ". An export needs point-in-time recovery: enable it for the table, or"
                        + " remove 'scan.snapshot.export-bucket' to scan the table.";
            case "InvalidExportTimeException":
                return ". The table, or its point-in-time recovery, is too new: start the job again"
                        + " in some minutes.";
            case "ExportConflictException":
                return ". The same token was used for an export with other parameters: start the"
                        + " job without its state, as a new job.";
            default:
                return ". Check table-name and the settings 'scan.snapshot.export-*'."
                        + destination;
        }
    }

    private static String refusedRepair(String code, String destination) {
        switch (code) {
            case "ContinuousBackupsUnavailableException":
            case "PointInTimeRecoveryUnavailableException":
                return ". Incremental exports, from which a gap is repaired, need point-in-time"
                        + " recovery, enabled since before the gap: otherwise its changes are lost."
                        + AFRESH;
            case "InvalidExportTimeException":
                return ". The window of an incremental export has 15 minutes to 24 hours, and ends"
                        + " in the past. It begins after the table was created and after"
                        + " point-in-time recovery was enabled, and within the recovery period of"
                        + " 35 days at most: changes of before that are lost."
                        + AFRESH;
            default:
                return refused(code, destination);
        }
    }
}
