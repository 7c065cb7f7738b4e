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
package io.github.flinkdynamodb.tools.simulator.export;

import java.io.UncheckedIOException;

/** Why an export failed after it was accepted. Immutable. */
final class ExportFailure {

    private final String code;
    private final String message;

    ExportFailure(String code, String message) {
        this.code = code;
        this.message = message;
    }

    static ExportFailure noSuchBucket() {
        return new ExportFailure(
                "S3NoSuchBucket",
                "The specified bucket does not exist (Service: Amazon S3; Status Code: 404; Error"
                        + " Code: NoSuchBucket)");
    }

    static ExportFailure accessDenied() {
        return new ExportFailure(
                "S3AccessDenied",
                "Access Denied (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied)");
    }

    static ExportFailure notWritable(UncheckedIOException e) {
        return new ExportFailure(
                "S3AccessDenied", "The bucket's folder can't be written to: " + e.getCause());
    }

    String code() {
        return code;
    }

    String message() {
        return message;
    }
}
