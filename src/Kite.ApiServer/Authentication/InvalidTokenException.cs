namespace Kite.ApiServer.Authentication;

/// <summary>A token is not valid; the message says why and goes into a <c>TokenReview</c>, never to whom presented it.</summary>
internal sealed class InvalidTokenException(string message, Exception? innerException = null) : Exception(message, innerException);
