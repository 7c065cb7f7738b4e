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

import io.github.flinkdynamodb.streams.client.LastCause;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Creates the credentials provider that the user named by its class. */
final class CustomCredentials {

    private CustomCredentials() {}

    /**
     * Loads the class and creates a provider: with its public static {@code create()}, as the SDK's
     * own providers have it, else with its public constructor without parameters.
     *
     * @param key the option that names the class
     * @param className the class
     * @param classLoader loads it
     * @return the provider
     * @throws IllegalArgumentException if there is no such class, if it isn't a provider, or if it
     *     cannot be created; the message says which
     */
    static AwsCredentialsProvider load(String key, String className, ClassLoader classLoader) {
        Class<?> type = find(key, className, classLoader);
        if (!AwsCredentialsProvider.class.isAssignableFrom(type)) {
            throw wrong(
                    key,
                    className,
                    "a class that implements "
                            + AwsCredentialsProvider.class.getName()
                            + ", loaded with the connector's copy of the AWS SDK",
                    null);
        }
        try {
            return (AwsCredentialsProvider) create(type);
        } catch (InvocationTargetException e) {
            throw wrong(
                    key,
                    className,
                    "a class whose constructor or create() succeeds, but it failed with "
                            + e.getCause(),
                    e.getCause());
        } catch (ReflectiveOperationException e) {
            throw wrong(
                    key,
                    className,
                    "a class with a public static method create() or a public constructor,"
                            + " without parameters",
                    e);
        }
    }

    private static Class<?> find(String key, String className, ClassLoader classLoader) {
        try {
            return Class.forName(className, true, classLoader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw wrong(key, className, "a class in the job's jar, but it cannot be loaded", e);
        }
    }

    private static Object create(Class<?> type) throws ReflectiveOperationException {
        for (Method method : type.getMethods()) {
            if (method.getName().equals("create")
                    && method.getParameterCount() == 0
                    && Modifier.isStatic(method.getModifiers())
                    && AwsCredentialsProvider.class.isAssignableFrom(method.getReturnType())) {
                return method.invoke(null);
            }
        }
        return type.getConstructor().newInstance();
    }

    private static IllegalArgumentException wrong(
            String key, String className, String expected, Throwable foundBy) {
        return LastCause.of(
                new IllegalArgumentException(
                        "Invalid value '"
                                + className
                                + "' for '"
                                + key
                                + "': expected "
                                + expected),
                foundBy);
    }
}
