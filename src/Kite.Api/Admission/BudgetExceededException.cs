namespace Kite.Api.Admission;

/// <summary>Expressions cost more than they may.</summary>
internal sealed class BudgetExceededException() : Exception("validation failed due to running out of cost budget, no further validation rules will be run");
